import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Listener } from '../../http/listen.ts';
import type { ApiListenerOptions } from '../api/api-listener.ts';
import { startCall } from '../api/call-details.ts';
import { renditionsOf } from '../api/media-links.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { readRange } from './byte-range.ts';
import { type MediaContent, mediaContent } from './media-content.ts';
import { effectOfMediaFault, type MediaFaultEffect } from './media-fault.ts';
import { checkMediaUrl } from './media-url.ts';
import { errorOfStatus, type StorageError, sendStorageError } from './storage-error.ts';
import { readMediaPath } from './storage-path.ts';

const EXPIRED: StorageError = { status: 403, code: 'AccessDenied', message: 'Request has expired' };

/** Serves originals and renditions at pre-signed URLs, in whole or from a position on, as S3 behind a CDN does. */
export function mediaListener({ state, onCall, mediaFault }: ApiListenerOptions): Listener {
  return async (request, response) => {
    const detailsOf = startCall(request);
    const { method = 'GET', url = '/' } = request;
    const [path = '/'] = url.split('?');
    const fault = mediaFault?.({ range: request.headers.range, path });
    if (fault === 'hang') return;
    const found = typeof fault === 'number' ? errorOfStatus(fault) : findContent(request, state);
    if ('status' in found) sendStorageError(response, found);
    else await sendContent(request, response, { content: found, effect: effectOfMediaFault(fault) });
    onCall?.({ method, path, status: response.statusCode }, detailsOf());
  };
}

/** Returns the requested content, or the reason why it is refused. */
function findContent(
  { method, url = '/', headers }: IncomingMessage,
  state: FrameioState,
): MediaContent | StorageError {
  if (method !== 'GET' || headers.authorization !== undefined) return errorOfStatus(403);
  const check = checkMediaUrl(url, { key: state.storageKey, now: state.now() });
  if (check !== 'valid') return check === 'expired' ? EXPIRED : errorOfStatus(403);
  const { fileId, rendition } = readMediaPath(url);
  const file = state.file(fileId);
  const existing = file && renditionsOf(file).find((name) => name === rendition);
  return (existing && mediaContent(state, fileId, existing)) ?? errorOfStatus(403); // S3 answers 404 to owners only
}

/** Sends the requested range of the content, as far as the fault allows. */
async function sendContent(
  request: IncomingMessage,
  response: ServerResponse,
  { content, effect }: { readonly content: MediaContent; readonly effect: MediaFaultEffect },
): Promise<void> {
  const size = content.size + effect.extraBytes;
  const range = effect.ignoresRange ? undefined : readRange(request.headers.range, size);
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${size}`);
    return sendStorageError(response, errorOfStatus(416));
  }
  const { first, last } = range ?? { first: 0, last: size - 1 };
  const hasSize = effect.breaksBy !== 'end' || effect.breaksAfterBytes >= size;
  response.writeHead(range ? 206 : 200, {
    'accept-ranges': 'bytes',
    'content-type': headerText(content.mediaType),
    ...dispositionOf(request.url),
    // The sandbox has one origin: an uploaded page must not run on it.
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    etag: effect.hasNewContent ? '"new"' : content.etag,
    ...(hasSize && { 'content-length': last - first + 1 }),
    ...(range && { 'content-range': `bytes ${first}-${last}/${size}` }),
  });
  const end = Math.min(last + 1, first + effect.breaksAfterBytes);
  await pipeline(bytesOf(content, effect, { first, end }), response, { end: false });
  if (end > last || effect.breaksBy === 'end') response.end();
  else if (effect.breaksBy === 'close') response.socket?.destroySoon(); // after the bytes so far
}

/** Returns a text that a header can hold. A user chose it, and Node.js refuses some characters. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '_');
}

function dispositionOf(url = '/') {
  const disposition = new URL(url, 'http://localhost').searchParams.get('response-content-disposition');
  return disposition !== null && { 'content-disposition': headerText(disposition) };
}

function* bytesOf(
  content: MediaContent,
  effect: MediaFaultEffect,
  { first, end }: { readonly first: number; readonly end: number },
): Generator<Uint8Array, void, undefined> {
  for (let position = first; position < end; ) {
    const bytes = content.read(position % content.size).subarray(0, end - position);
    position += bytes.length;
    yield effect.hasNewContent ? bytes.map((byte) => byte ^ 0xff) : bytes;
  }
}
