import { choicesOf, differences, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/**
 * Returns a value with every property of its schema. Each value is the first that fits of: the example of the whole,
 * the example of the property, the default, the first value of an enum, and the minimal value of the type.
 */
export function exampleOf(api: OpenApi, unresolved: Schema, outerExample?: unknown): unknown {
  const schema = resolve(api, unresolved);
  const given = outerExample ?? schema.example;
  if (schema.oneOf) return exampleOf(api, selectChoice(api, schema, given), given);
  const { properties = {}, items, maxProperties = Infinity } = schema;
  if (schema.type === 'array' && items) {
    return (Array.isArray(given) ? given : [undefined]).map((item) => exampleOf(api, items, item));
  }
  if (schema.type === 'object' && Object.keys(properties).length > 0) {
    const inner = new Map(isRecord(given) ? Object.entries(given) : []);
    const all = Object.entries(properties).sort(([a], [b]) => Number(inner.has(b)) - Number(inner.has(a)));
    const fitting = all.slice(0, maxProperties);
    return Object.fromEntries(fitting.map(([name, property]) => [name, exampleOf(api, property, inner.get(name))]));
  }
  const candidates = [given, schema.default, schema.enum?.[0], minimalValueOf(schema)];
  const found = candidates.find((value) => value !== undefined && differences(api, value, schema).length === 0);
  if (found === undefined) throw new Error(`No example for ${JSON.stringify(schema)}.`);
  return found;
}

function selectChoice(api: OpenApi, schema: Schema, given: unknown): Schema {
  const choices = choicesOf(api, schema);
  const selected = choices.find((choice) => given !== undefined && isChoiceOf(api, choice, given)) ?? choices[0];
  if (!selected) throw new Error('The schema has an empty oneOf: list at least one choice.');
  return selected;
}

/** An example may lack required properties of its choice, so its enum properties or its type select the choice. */
function isChoiceOf(api: OpenApi, choice: Schema, given: unknown): boolean {
  const { properties = {} } = resolve(api, choice);
  if (!isRecord(given)) return differences(api, given, choice).length === 0;
  const kinds = Object.entries(properties).filter(([name, { enum: values }]) => values && Object.hasOwn(given, name));
  return kinds.length > 0 && kinds.every(([name, { enum: values }]) => values?.includes(given[name]));
}

const MINIMAL_VALUE_OF_FORMAT: Partial<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2024-01-01T00:00:00.000000Z',
  'HH:MM:SS:FF': '00:00:00:00',
};

function minimalValueOf({ type, format = '', minLength = 0, minimum = 0 }: Schema): unknown {
  if (type === 'string') return MINIMAL_VALUE_OF_FORMAT[format] ?? 'x'.repeat(Math.max(1, minLength));
  if (type === 'integer' || type === 'number') return minimum;
  return type === 'boolean' ? true : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
