import { choicesOf, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Returns a new value for a property whose schema does not say which values exist; `undefined` for any other property. */
export type ExistingValue = (property: string) => unknown;

/**
 * Returns valid values of a schema. Among them is each choice, each value of an enum, both bounds of a number and of a
 * length, null where it is allowed, and an object with all properties as well as one with only the required properties.
 */
export function variantsOf(api: OpenApi, unresolved: Schema, existing: ExistingValue): readonly unknown[] {
  const schema = resolve(api, unresolved);
  const values = schema.oneOf
    ? choicesOf(api, schema).flatMap((choice) => variantsOf(api, choice, existing))
    : ownVariants(api, schema, existing);
  return schema.nullable ? [...values, null] : values;
}

function ownVariants(api: OpenApi, schema: Schema, existing: ExistingValue): readonly unknown[] {
  const { type, items, minimum = 0, maximum = minimum, minLength = 1, maxLength = minLength } = schema;
  if (schema.enum) return schema.enum;
  switch (type) {
    case 'object':
      return objectVariants(api, schema, existing);
    case 'array':
      return items ? variantsOf(api, items, existing).map((item) => [item]) : [[]];
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return [minimum, maximum];
    case 'string':
      if (schema.format === 'date-time') return ['2027-01-01T00:00:00.000000Z', '2027-01-01T00:00:00+01:00'];
      return ['x'.repeat(minLength), 'x'.repeat(maxLength)];
    default:
      return ['x'];
  }
}

/** The n-th object has the n-th variant of each property, so that as few objects as possible have them all. */
function objectVariants(api: OpenApi, schema: Schema, existing: ExistingValue): readonly object[] {
  const { properties = {}, required = [], minProperties = 0, maxProperties = Infinity } = schema;
  const entries = Object.entries(properties).map(([name, property]) => ({
    name,
    values: variantsOf(api, property, existing),
  }));
  const variantOf = ({ name, values }: (typeof entries)[number], n: number) => {
    const value = values[n % values.length];
    return value === null ? null : (existing(name) ?? value);
  };
  const object = (names: readonly string[], n: number) =>
    Object.fromEntries(
      entries.filter(({ name }) => names.includes(name)).map((entry) => [entry.name, variantOf(entry, n)] as const),
    );
  const all = entries.map(({ name }) => name);
  const count = Math.max(1, ...entries.map(({ values }) => values.length));
  const full = Array.from({ length: count }, (_, n) =>
    maxProperties < all.length
      ? object(all.slice(n % all.length, (n % all.length) + maxProperties), n)
      : object(all, n),
  );
  const hasMinimal = required.length < all.length && required.length >= minProperties;
  return hasMinimal ? [object(required, 0), ...full] : full;
}
