import type { FieldRule } from '../../../../sandbox/frameio/validation/field-rules.ts';
import { choicesOf, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Common form of a rule and a schema, to compare them. */
interface Summary {
  readonly [word: string]: unknown;
}

const LIMITS = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'minProperties',
  'maxProperties',
  'uniqueItems',
];

export function summaryOfRule(rule: FieldRule): Summary {
  if (rule.type === 'either') return { choices: rule.rules.map(summaryOfRule) };
  if (rule.type === 'any') return {};
  return {
    type: rule.type,
    ...pick(rule, LIMITS),
    ...('values' in rule && { values: rule.values?.toSorted() }),
    ...(rule.type === 'array' && { items: summaryOfRule(rule.items) }),
    ...(rule.type === 'object' && {
      closed: rule.closed === true,
      fields: mapValues(rule.fields, (field) => ({
        ...summaryOfRule(field),
        nullable: field.nullable === true,
        required: field.required === true,
      })),
    }),
  };
}

/**
 * Summarizes a query parameter. In the document, a list is one string with the values of an item. Only the document's
 * example has `project.owner`.
 */
export function summaryOfParameter(rule: FieldRule): Summary {
  if (rule.type !== 'array' || rule.items.type !== 'string') return summaryOfRule(rule);
  return summaryOfRule({
    ...rule.items,
    values: rule.items.values?.filter((value) => value !== 'project.owner') ?? [],
  });
}

export function summaryOfSchema(document: OpenApi, unresolved: Schema): Summary {
  const schema = resolve(document, unresolved);
  if (schema.oneOf) return { choices: choicesOf(document, schema).map((choice) => summaryOfSchema(document, choice)) };
  return {
    type: schema.type,
    ...(schema.format === 'int32' && { maximum: 2_147_483_647 }),
    ...pick(schema, LIMITS),
    ...(schema.enum && { values: schema.enum.toSorted() }),
    ...(schema.items && { items: summaryOfSchema(document, schema.items) }),
    ...(schema.type === 'object' && {
      closed: schema.additionalProperties === false,
      fields: mapValues(schema.properties ?? {}, (field, name) => {
        const { nullable, oneOf = [] } = resolve(document, field);
        return {
          ...summaryOfSchema(document, field),
          nullable: nullable === true || oneOf.some((choice) => choice.nullable),
          required: schema.required?.includes(name) === true,
        };
      }),
    }),
  };
}

function pick(from: object, names: readonly string[]): Summary {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}

function mapValues<Value>(record: Readonly<Record<string, Value>>, map: (value: Value, name: string) => Summary) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value, name)]));
}
