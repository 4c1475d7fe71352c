import type { FormField } from '../../../sandbox-api.ts';

/** The fields of an action's form. */
export function FormFields({ fields }: { readonly fields: readonly FormField[] }) {
  return (
    <>
      {fields.map((field) => (
        <label key={field.name} htmlFor={idOf(field)} class={isCheckbox(field) ? 'check' : undefined}>
          {field.label}
          <Input field={field} />
        </label>
      ))}
    </>
  );
}

function idOf({ name }: FormField): string {
  return `field-${name}`;
}

function Input({ field }: { readonly field: FormField }) {
  const { name, value } = field;
  const id = idOf(field);
  switch (field.type) {
    case 'textarea':
      return <textarea id={id} name={name} rows={4} defaultValue={String(value ?? '')} />;
    case 'boolean':
    case 'checkbox':
      return <input type="checkbox" id={id} name={name} defaultChecked={value === true || value === 'true'} />;
    case 'select':
      return (
        <select id={id} name={name}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.name}
            </option>
          ))}
        </select>
      );
    case 'link':
      if (!isWebAddress(value)) return <span>{String(value ?? '')}</span>;
      return (
        <a href={value} target="_blank" rel="noreferrer">
          {value}
        </a>
      );
    default:
      return <input type="text" id={id} name={name} defaultValue={String(value ?? '')} />;
  }
}

/** Frame.io's guide has the type `boolean` where live integrations send `checkbox`. */
function isCheckbox({ type }: Pick<FormField, 'type'>): boolean {
  return type === 'checkbox' || type === 'boolean';
}

/** A link of an app must not run a script. */
function isWebAddress(value: unknown): value is string {
  return typeof value === 'string' && /^https?:\/\//i.test(value);
}

/** Returns what the user entered. */
export function valuesOf(form: HTMLFormElement, fields: readonly FormField[]): Readonly<Record<string, unknown>> {
  const data = new FormData(form);
  const inputs = fields.filter(({ type }) => type !== 'link');
  return Object.fromEntries(
    inputs.map(({ name, type }) => [name, isCheckbox({ type }) ? data.has(name) : String(data.get(name) ?? '')]),
  );
}
