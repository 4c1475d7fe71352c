import { type Checked, checkFields } from '../validation/check-fields.ts';
import type { FieldRule, FieldRules, FieldValues } from '../validation/field-rules.ts';

/** Reads the query parameters that `rules` name. Ignores all others, as Frame.io does. */
export function readQuery<const Rules extends FieldRules>(
  parameters: URLSearchParams,
  rules: Rules,
): Checked<FieldValues<Rules>> {
  const values: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const text = parameters.getAll(name).at(-1);
    if (text !== undefined) values[name] = parseParameter(text, rule);
  }
  return checkFields(values, rules);
}

/** Converts a parameter to the type of its rule. Returns the text itself when it cannot, so that the check refuses it. */
function parseParameter(text: string, { type }: FieldRule): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'array') return text === '' ? [] : text.split(',');
  return text;
}
