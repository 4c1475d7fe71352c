import type { FormField } from '../../../sandbox-api.ts';

/** The fields of an action's form. */
export function FormFields({ fields }: { readonly fields: readonly FormField[] }) {
  return (
    <>
      {fields.map((field) => (
        <label key={field.name} class={field.type === 'checkbox' ? 'check' : undefined}>
          {field.label}
          <Input field={field} />
        </label>
      ))}
    </>
  );
}

function Input({ field }: { readonly field: FormField }) {
  const { name, value } = field;
  switch (field.type) {
    case 'textarea':
      return <textarea name={name} rows={4} defaultValue={String(value ?? '')} />;
    case 'checkbox':
      return <input type="checkbox" name={name} defaultChecked={value === true || value === 'true'} />;
    case 'select':
      return (
        <select name={name}>
          {field.options?.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.name}
            </option>
          ))}
        </select>
      );
    case 'link':
      return (
        <a href={isWebAddress(value) ? value : undefined} target="_blank" rel="noreferrer">
          {String(value ?? '')}
        </a>
      );
    default:
      return <input type="text" name={name} defaultValue={String(value ?? '')} />;
  }
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
    inputs.map(({ name, type }) => [name, type === 'checkbox' ? data.has(name) : String(data.get(name) ?? '')]),
  );
}
