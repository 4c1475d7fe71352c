import { isRecord } from '../../../lib/core/type-guards.ts';
import type { PostResult } from '../webhooks/signed-post.ts';
import { type FormField, readFormFields } from './form-fields.ts';

/** What the user sees after a click or a submission. */
export type ActionReply =
  | { readonly kind: 'message'; readonly title: string; readonly description: string }
  | {
      readonly kind: 'form';
      readonly title: string;
      readonly description: string;
      readonly fields: readonly FormField[];
    }
  /** The interaction ends without a window. */
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly reason: string };

const MAX_QUOTED_LENGTH = 200;

/**
 * Reads the reply in a response. Reports each mistake as an error, also where Frame.io only ends the interaction: what it
 * does with a malformed reply is not documented.
 */
export function readReply(result: PostResult): ActionReply {
  if (result.status === undefined) return { kind: 'error', reason: `The endpoint did not respond: ${result.error}.` };
  const { status, body } = result;
  if (status < 200 || status > 299) return { kind: 'error', reason: `The endpoint responded ${status}${quote(body)}` };
  if (body.trim() === '') return { kind: 'none' };
  const value = parseJson(body);
  if (!isRecord(value)) {
    return { kind: 'error', reason: `The reply must be a JSON object or empty, but is not${quote(body)}` };
  }
  const { title, description, fields } = value;
  if (!isText(title)) return { kind: 'error', reason: missingText('title', title) };
  if (!isText(description)) return { kind: 'error', reason: missingText('description', description) };
  if (fields === undefined || fields === null) return { kind: 'message', title, description };
  const read = readFormFields(fields);
  if (typeof read === 'string') return { kind: 'error', reason: read };
  return { kind: 'form', title, description, fields: read };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function missingText(name: string, found: unknown): string {
  return `The reply must have a ${name} that is not blank, but has ${JSON.stringify(found) ?? 'none'}.`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function quote(body: string): string {
  const text = body.trim();
  if (text === '') return '.';
  return `: ${text.length > MAX_QUOTED_LENGTH ? `${text.slice(0, MAX_QUOTED_LENGTH)}…` : text}`;
}
