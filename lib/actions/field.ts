import { ConfigError } from '../core/errors.ts';
import { type CheckboxField, parseCheckbox } from './checkbox.ts';
import type { LinkField } from './link.ts';
import { requireText } from './require-text.ts';
import type { SelectField } from './select.ts';
import type { TextField } from './text.ts';

/** A field that the user fills in. */
type InputField = TextField | SelectField | CheckboxField;

/** A field of a form, as Frame.io receives it, without its name. */
export type Field = InputField | LinkField;

/** The fields of a form, by name. */
export type Fields = Readonly<Record<string, Field>>;

/** A name that is safe as a key of the data. */
const VALID_NAME = /^[A-Za-z][\w-]*$/;

/** Reports whether the user fills in the field. */
export function isInput(field: Field): field is InputField {
  return field.type !== 'link';
}

/**
 * Checks the field of a form.
 *
 * @throws ConfigError that names the field.
 */
export function checkField(name: string, field: Field): void {
  const owner = `the field "${name}"`;
  if (!VALID_NAME.test(name)) {
    throw new ConfigError(
      `"${name}" is not a valid name of a field. Use letters, digits, "_" and "-", and a letter first.`,
    );
  }
  requireText(field.label, 'label', owner);
  if (field.type === 'link') requireText(field.value, 'value', owner);
  if (field.type !== 'select') return;
  if (field.options.length === 0) throw new ConfigError(`A select needs an option, but ${owner} has none. Add one.`);
  for (const option of field.options) {
    requireText(option.name, 'name', `an option of ${owner}`);
    requireText(option.value, 'value', `the option "${option.name}" of ${owner}`);
  }
  const values = field.options.map(({ value }) => value);
  const repeated = values.find((value, index) => values.indexOf(value) < index);
  if (repeated !== undefined) {
    throw new ConfigError(`Two options of ${owner} have the value "${repeated}". Give each option a value of its own.`);
  }
  if (field.value !== undefined && !fillField(field, field.value)) {
    throw new ConfigError(
      `The value "${field.value}" of ${owner} is not one of its options. Use ${field.options.map(({ value }) => `"${value}"`).join(' or ')}.`,
    );
  }
}

/** Returns the field with a submitted value. Returns `undefined` if the value does not fit. */
export function fillField(
  field: InputField,
  value: unknown,
): (InputField & { readonly value: string | boolean }) | undefined {
  switch (field.type) {
    case 'checkbox': {
      const checked = parseCheckbox(value);
      return checked === undefined ? undefined : { ...field, value: checked };
    }
    case 'select': {
      const option = field.options.find((known) => known.value === value);
      return option && { ...field, value: option.value };
    }
    default:
      return typeof value === 'string' ? { ...field, value } : undefined;
  }
}
