import { recordOf } from '../core/type-guards.ts';
import { type Field, type Fields, fillField, isInput } from './field.ts';
import type { Form } from './form.ts';
import type { FieldsData, FormValues } from './reply-data.ts';

/** Maximum number and length of the names of unknown fields in a note. Anybody who can click could send any name. */
const MAX_NAMES = 3;
const MAX_NAME_LENGTH = 40;

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
  const unknownNames = Object.keys(given).filter((name) => !Object.hasOwn(form.fields, name));
  if (wrongLabels.length === 0 && unknownNames.length === 0) return { ok: true, data: Object.fromEntries(data) };
  const description = `${note(wrongLabels, unknownNames)}\n\n${form.description}`;
  return { ok: false, form: { ...form, description, fields: Object.fromEntries(fields) } };
}

function note(wrongLabels: readonly string[], unknownNames: readonly string[]): string {
  if (wrongLabels.length > 0) return `Check these fields: ${wrongLabels.join(', ')}.`;
  const names = unknownNames.slice(0, MAX_NAMES).map((name) => name.replace(/[^\w-]+/g, ' ').slice(0, MAX_NAME_LENGTH));
  return `The form has changed, and does not have these fields: ${names.join(', ')}. Check the values and submit it again.`;
}
