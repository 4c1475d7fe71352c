import { recordOf } from '../core/type-guards.ts';
import { type Field, type Fields, fillField, isInput } from './field.ts';
import type { Form } from './form.ts';
import type { FieldsData, FormValues } from './reply-data.ts';

/** Data that fits the form, or the form to show again. */
export type ParsedFormData<Given extends Fields = Fields, Data = FieldsData<Given>> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly form: Form<Given> };

/**
 * Checks the data of a submission against its form. Every input must be there with a value that fits, and nothing else.
 * The value of a link is ignored. If the data does not fit, the returned form holds the values that do, and its description
 * names the wrong fields by their labels.
 */
export function parseFormData<Given extends Fields>(form: Form<Given>, submitted: unknown): ParsedFormData<Given>;
export function parseFormData(form: Form, submitted: unknown): ParsedFormData<Fields, FormValues> {
  const given = recordOf(submitted);
  const data: [string, string | boolean][] = [];
  const wrongLabels: string[] = [];
  const fields = Object.entries(form.fields).map(([name, field]): [string, Field] => {
    if (!isInput(field)) return [name, field];
    const filled = fillField(field, Object.hasOwn(given, name) ? given[name] : undefined);
    if (filled) data.push([name, filled.value]);
    else wrongLabels.push(field.label);
    return [name, filled ?? field];
  });
  const isComplete = wrongLabels.length === 0 && Object.keys(given).every((name) => Object.hasOwn(form.fields, name));
  if (isComplete) return { ok: true, data: Object.fromEntries(data) };
  const description = `${note(wrongLabels)}\n\n${form.description}`;
  return { ok: false, form: { ...form, description, fields: Object.fromEntries(fields) } };
}

function note(wrongLabels: readonly string[]): string {
  return wrongLabels.length === 0
    ? 'The form has changed. Check the values and submit it again.'
    : `Check these fields: ${wrongLabels.join(', ')}.`;
}
