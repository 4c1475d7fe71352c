import { ConfigError } from '../core/errors.ts';
import { checkField, type Fields, isInput } from './field.ts';
import { requireText } from './require-text.ts';

/** A form that Frame.io shows in a dialog. Create it with `form`. */
export interface Form<Given extends Fields = Fields> {
  readonly kind: 'form';
  readonly title: string;
  readonly description: string;
  /** The fields by name, in the order that Frame.io shows them. */
  readonly fields: Given;
}

/** Settings of `form`. */
export interface FormSettings<Given extends Fields> {
  /** Title of the dialog. */
  readonly title: string;
  /** Text above the fields. */
  readonly description: string;
  /** The fields by name, in the order to show them. The names are the keys of the data. */
  readonly fields: Given;
}

/**
 * Creates a form.
 *
 * ```ts
 * form({
 *   title: 'Archive',
 *   description: 'Where should the file go?',
 *   fields: { tier: select({ label: 'Tier', options: { cold: 'Cold storage', deep: 'Deep archive' } }) },
 * });
 * ```
 *
 * @throws ConfigError when the title, the description or a label is blank, a name is invalid, no field is an input, a select
 *   has no option, its value is not an option, or a link has no value.
 */
export function form<Given extends Fields>({ title, description, fields }: FormSettings<Given>): Form<Given> {
  requireText(title, 'title', 'a form');
  requireText(description, 'description', `the form "${title}"`);
  for (const [name, field] of Object.entries(fields)) checkField(name, field);
  if (!Object.values(fields).some(isInput)) {
    throw new ConfigError(
      `A form needs an input, but "${title}" has none. Add a text, textarea, select or checkbox, or return a message.`,
    );
  }
  return { kind: 'form', title, description, fields };
}
