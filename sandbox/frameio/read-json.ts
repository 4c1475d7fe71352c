import { isUtf8 } from 'node:buffer';
import { problem, type Reply } from './reply.ts';

/** The value a body holds, or how to refuse it. */
export type ReadJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reply: Reply };

/**
 * Reads a JSON body. Of another content type it is refused with 400, not 415: every operation documents 400, and none
 * documents 415, so a client is ready for the one only.
 */
export function readJson(contentType: string | undefined, body: Buffer): ReadJson {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    return { ok: false, reply: problem(400, 'Content-Type must be application/json') };
  }
  try {
    if (isUtf8(body)) return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    // not JSON: refused like bytes that are not even text
  }
  return { ok: false, reply: problem(400) };
}
