import { isRecord } from '../../../lib/core/type-guards.ts';
import type { ErrorEntry } from '../api/api-response.ts';
import { invalidField } from '../api/api-response.ts';
import type {
  EitherRule,
  FieldRule,
  FieldRules,
  FieldValues,
  ListRule,
  NumberRule,
  ObjectRule,
  TextRule,
} from './field-rules.ts';

/** A valid value, or every error in it. */
export type Checked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly errors: readonly ErrorEntry[] };

/**
 * Checks an object against the rules of its fields. It must have no other fields, unless it is open. A nested object may have
 * other fields unless its rule is closed; they are removed from the value.
 */
export function checkFields<const Rules extends FieldRules>(
  value: unknown,
  fields: Rules,
  { isOpen = false }: { readonly isOpen?: boolean } = {},
): Checked<FieldValues<Rules>> {
  const rule: FieldRule = { type: 'object', fields, ...(!isOpen && { closed: true }) };
  const errors = findErrors(value, rule, '');
  if (errors.length > 0) return { ok: false, errors };
  // findErrors has checked every field of the type; the compiler cannot see that.
  return { ok: true, value: pickDeclared(value, rule) as FieldValues<Rules> };
}

function pickDeclared(value: unknown, rule: FieldRule): unknown {
  if (rule.type === 'either') return pickDeclared(value, choiceFor(value, rule) ?? { type: 'any' });
  if (rule.type === 'array' && Array.isArray(value)) return value.map((item) => pickDeclared(item, rule.items));
  if (rule.type !== 'object' || !isRecord(value)) return value;
  const declared = Object.entries(rule.fields).filter(([name]) => Object.hasOwn(value, name));
  return Object.fromEntries(declared.map(([name, field]) => [name, pickDeclared(value[name], field)]));
}

/**
 * Returns every error in a value, with the messages of Frame.io's own validator, Elixir's open_api_spex: "Unexpected field:
 * foo".
 */
export function findErrors(value: unknown, rule: FieldRule, pointer: string): readonly ErrorEntry[] {
  const at = (details: readonly string[]) => details.map((detail) => invalidField(pointer || '/', detail));
  if (rule.type === 'any') return [];
  if (value === null) return rule.nullable ? [] : at([`null value where ${rule.type} expected`]);
  if (rule.type === 'either') return choiceErrors(value, rule, pointer);
  if (rule.type === 'string' && typeof value === 'string') return at(textErrors(value, rule));
  if (rule.type === 'boolean' && typeof value === 'boolean') return [];
  if (rule.type === 'number' && isNumber(value)) return at(numberErrors(value, rule));
  if (rule.type === 'integer' && isNumber(value) && Number.isInteger(value)) return at(numberErrors(value, rule));
  if (rule.type === 'object' && isRecord(value)) return fieldErrors(value, rule, pointer);
  if (rule.type === 'array' && Array.isArray(value)) {
    const inside = value.flatMap((item, index) => findErrors(item, rule.items, `${pointer}/${index}`));
    return [...at(listErrors(value, rule)), ...inside];
  }
  return at([`Invalid ${rule.type}. Got: ${typeName(value)}`]);
}

function choiceErrors(value: unknown, rule: EitherRule, pointer: string): readonly ErrorEntry[] {
  const choice = choiceFor(value, rule);
  if (choice) return findErrors(value, choice, pointer);
  const name = isRecord(value) && rule.discriminator;
  return name
    ? [invalidField(`${pointer}/${name}`, `Value used as discriminator for \`${name}\` matches no schemas`)]
    : [invalidField(pointer, `Failed to cast value to one of: ${rule.rules.map(describeRule).join(', ')}`)];
}

/** Returns the rule that the discriminator selects, or without one the first that the value satisfies. */
function choiceFor(value: unknown, { rules, discriminator }: EitherRule): FieldRule | undefined {
  if (discriminator === undefined) return rules.find((choice) => findErrors(value, choice, '').length === 0);
  if (!isRecord(value)) return undefined;
  return rules.find((choice) => {
    const field = choice.type === 'object' && choice.fields[discriminator];
    return field && findErrors(value[discriminator], field, '').length === 0;
  });
}

function fieldErrors(
  value: Record<string, unknown>,
  { fields, closed, minProperties = 0, maxProperties = Infinity }: ObjectRule,
  pointer: string,
): readonly ErrorEntry[] {
  const count = Object.keys(value).length;
  const unexpected = closed ? Object.keys(value).filter((name) => !Object.hasOwn(fields, name)) : [];
  return [
    ...(count < minProperties
      ? [invalidField(pointer, `Object property count ${count} is less than minProperties: ${minProperties}`)]
      : []),
    ...(count > maxProperties
      ? [invalidField(pointer, `Object property count ${count} is greater than maxProperties: ${maxProperties}`)]
      : []),
    ...unexpected.map((name) => invalidField(`${pointer}/${name}`, `Unexpected field: ${name}`)),
    ...Object.entries(fields).flatMap(([name, rule]) => {
      if (Object.hasOwn(value, name)) return findErrors(value[name], rule, `${pointer}/${name}`);
      return rule.required ? [invalidField(`${pointer}/${name}`, `Missing field: ${name}`)] : [];
    }),
  ];
}

function textErrors(text: string, { minLength = 0, maxLength = Infinity, values, format }: TextRule): string[] {
  const length = Array.from(text).length;
  if (length < minLength) return [`String length is smaller than minLength: ${minLength}`];
  if (length > maxLength) return [`String length is larger than maxLength: ${maxLength}`];
  if (values && !values.includes(text)) return ['Invalid value for enum'];
  return format && !format.pattern.test(text) ? [`Invalid format. Expected ${format.name}`] : [];
}

function numberErrors(value: number, { minimum = -Infinity, maximum = Infinity }: NumberRule): string[] {
  if (value < minimum) return [`${value} is smaller than inclusive minimum ${minimum}`];
  return value > maximum ? [`${value} is larger than inclusive maximum ${maximum}`] : [];
}

function listErrors(items: readonly unknown[], { minItems = 0, maxItems = Infinity, uniqueItems }: ListRule): string[] {
  const { length } = items;
  if (uniqueItems && new Set(items.map((item) => JSON.stringify(item))).size < length) {
    return ['Array items must be unique'];
  }
  if (length < minItems) return [`Array length ${length} is smaller than minItems: ${minItems}`];
  return length > maxItems ? [`Array length ${length} is larger than maxItems: ${maxItems}`] : [];
}

function describeRule(rule: FieldRule): string {
  return rule.type === 'string' && rule.format ? `string (${rule.format.name})` : rule.type;
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Refuses infinity: JSON.parse returns it for a number that is too large. */
function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
