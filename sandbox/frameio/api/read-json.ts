import { isUtf8 } from 'node:buffer';
import { type ApiResponse, errorResponse } from './api-response.ts';

/** The parsed body, or the response that rejects it. */
export type ReadJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly response: ApiResponse };

/**
 * Parses a JSON body. Rejects another content type with 400, not 415: every operation documents 400, none documents 415.
 */
export function readJson(contentType: string | undefined, body: Buffer): ReadJson {
  if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
    return { ok: false, response: errorResponse(400, 'Content-Type must be application/json') };
  }
  try {
    if (isUtf8(body)) return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    // not JSON: rejected below, like bytes that are not UTF-8
  }
  return { ok: false, response: errorResponse(400) };
}
