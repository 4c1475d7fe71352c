import { isRecord } from '../../../lib/core/type-guards.ts';

/** A choice of a select field. */
export interface FormOption {
  /** Text that the user sees. */
  readonly name: string;
  readonly value: string;
}

/** A field of a form, as the app sent it. */
export interface FormField {
  readonly type: FieldType;
  readonly name: string;
  readonly label: string;
  /** What the field holds when the form opens. */
  readonly value?: string | boolean;
  /** Choices of a select field. */
  readonly options?: readonly FormOption[];
}

/** The guide has `boolean` where live integrations send `checkbox`. */
const FIELD_TYPES = ['text', 'textarea', 'select', 'checkbox', 'boolean', 'link'] as const;

type FieldType = (typeof FIELD_TYPES)[number];

/** @returns The fields, or the first mistake in them. */
export function readFormFields(value: unknown): readonly FormField[] | string {
  if (!Array.isArray(value) || value.length === 0) {
    return 'The fields of a form must be a list of at least one field. Leave "fields" out for a message.';
  }
  const names = new Set<string>();
  const fields: FormField[] = [];
  for (const [index, item] of value.entries()) {
    const read = readField(item);
    if (typeof read === 'string') return `fields[${index}]: ${read}`;
    if (names.has(read.name)) return `fields[${index}]: another field has the name ${JSON.stringify(read.name)}.`;
    names.add(read.name);
    fields.push(read);
  }
  return fields;
}

function readField(item: unknown): FormField | string {
  if (!isRecord(item)) return `expected an object, found ${JSON.stringify(item)}.`;
  const { name, label, value, options } = item;
  const type = FIELD_TYPES.find((known) => known === item.type);
  if (!type) return `the type is ${JSON.stringify(item.type) ?? 'missing'}. Use ${FIELD_TYPES.join(', ')}.`;
  if (typeof name !== 'string' || name.trim() === '') return 'the name must be a text that is not blank.';
  if (typeof label !== 'string' || label.trim() === '') return 'the label must be a text that is not blank.';
  const field = { type, name, label };
  if (type === 'select') return readSelect(field, value, options);
  if (type === 'link' && (typeof value !== 'string' || value === '')) return 'a link must have a value.';
  if (value === undefined || value === null) return field;
  if (type === 'checkbox' || type === 'boolean') {
    if (typeof value === 'boolean' || value === 'true' || value === 'false') return { ...field, value };
    return `the value of a checkbox must be true or false, but is ${JSON.stringify(value)}.`;
  }
  return typeof value === 'string' ? { ...field, value } : `the value must be a text, but is ${JSON.stringify(value)}.`;
}

function readSelect(field: Pick<FormField, 'type' | 'name' | 'label'>, value: unknown, given: unknown) {
  if (!Array.isArray(given) || given.length === 0) return 'a select must have a list of at least one option.';
  const options: FormOption[] = [];
  for (const option of given) {
    if (!isRecord(option) || typeof option.name !== 'string' || typeof option.value !== 'string') {
      return `an option must have a name and a value, both texts, but is ${JSON.stringify(option)}.`;
    }
    options.push({ name: option.name, value: option.value });
  }
  if (value === undefined || value === null) return { ...field, options };
  const chosen = options.find((option) => option.value === value);
  if (!chosen) return `the value ${JSON.stringify(value)} is not the value of an option.`;
  return { ...field, value: chosen.value, options };
}
