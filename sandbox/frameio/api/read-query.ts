import { type Checked, checkFields } from '../validation/check-fields.ts';
import type { FieldRule, FieldRules, FieldValues, ObjectRule } from '../validation/field-rules.ts';

/** Reads the query parameters that `rules` name. Ignores all others, as Frame.io does. */
export function readQuery<const Rules extends FieldRules>(
  parameters: URLSearchParams,
  rules: Rules,
): Checked<FieldValues<Rules>> {
  const values: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(rules)) {
    const value = rule.type === 'object' ? readGroup(parameters, name, rule) : readParameter(parameters, name, rule);
    if (value !== undefined) values[name] = value;
  }
  return checkFields(values, rules);
}

/** Reads parameters such as `filters[name]=value`. Unlike others, an unknown one is an error. */
function readGroup(parameters: URLSearchParams, name: string, { fields }: ObjectRule): unknown {
  const inner = [...parameters.keys()].flatMap((key) => {
    const innerName = key.startsWith(`${name}[`) && key.endsWith(']') && key.slice(name.length + 1, -1);
    return innerName ? [[innerName, readParameter(parameters, key, fields[innerName])] as const] : [];
  });
  return inner.length === 0 ? undefined : Object.fromEntries(inner);
}

function readParameter(parameters: URLSearchParams, name: string, rule: FieldRule | undefined): unknown {
  const text = parameters.getAll(name).at(-1);
  return text === undefined || !rule ? text : parseParameter(text, rule);
}

/** Converts a parameter to the type of its rule. Returns the text itself when it cannot, so that the check refuses it. */
function parseParameter(text: string, { type }: FieldRule): unknown {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  if (type === 'integer' && /^-?\d+$/.test(text)) return Number(text);
  if (type === 'array') return text === '' ? [] : text.split(',');
  return text;
}
