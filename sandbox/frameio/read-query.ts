import { type Checked, checkFields } from './check-fields.ts';
import type { FieldRule, FieldRules, FieldValues } from './field-rules.ts';

/** Reads the parameters that `rules` name. All others are ignored, as Frame.io does. */
export function readQuery<const Rules extends FieldRules>(
  parameters: URLSearchParams,
  rules: Rules,
): Checked<FieldValues<Rules>> {
  const values: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const text = parameters.getAll(name).at(-1);
    if (text !== undefined) values[name] = fromText(text, rule);
  }
  return checkFields(values, rules);
}

/** The value a text stands for; the text itself when it stands for none, for the rule to refuse. */
function fromText(text: string, { type }: FieldRule): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'array') return text === '' ? [] : text.split(',');
  return text;
}
