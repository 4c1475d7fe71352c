import type { CheckboxField } from './checkbox.ts';
import type { Fields } from './field.ts';
import type { Form } from './form.ts';
import type { LinkField } from './link.ts';
import type { SelectField } from './select.ts';

/** The data of any form: the values by the name of the field. */
export type FormValues = Readonly<Record<string, string | boolean>>;

/** The data of one field. */
type FieldData<Field> = Field extends SelectField<infer Value> ? Value : Field extends CheckboxField ? boolean : string;

/** The data of fields. Links have none. */
export type FieldsData<Given extends Fields> = {
  readonly [Name in keyof Given as Given[Name] extends LinkField ? never : Name]: FieldData<Given[Name]>;
};

/** The data that follows a reply, or the reply of a function. No data follows a message. */
export type ReplyData<Source> =
  Source extends Form<infer Given>
    ? FieldsData<Given>
    : Source extends (...args: never) => infer Returned
      ? ReplyData<Awaited<Returned>>
      : never;
