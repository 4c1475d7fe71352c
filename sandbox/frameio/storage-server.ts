import { createHash } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Listener } from '../listen.ts';
import type { ApiListenerOptions } from './api-server.ts';
import { checkPresigned } from './presigned-url.ts';
import type { World } from './world.ts';

/** Every path of the storage begins with it. */
export const STORAGE_PATH = '/storage/';

/** A part of a file, counted from 1. */
interface PartOfFile {
  readonly fileId: string;
  readonly number: number;
}

/** How storage says no. */
interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** S3's statuses, codes and words. */
const REFUSALS = {
  unsigned: { status: 403, code: 'AccessDenied', message: 'Access Denied' },
  expired: { status: 403, code: 'AccessDenied', message: 'Request has expired' },
  mismatch: {
    status: 403,
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  },
  too_small: { status: 400, code: 'EntityTooSmall', message: 'Your proposed upload is smaller than the minimum' },
  too_large: { status: 400, code: 'EntityTooLarge', message: 'Your proposed upload exceeds the maximum' },
  no_length: { status: 411, code: 'MissingContentLength', message: 'You must provide the Content-Length HTTP header.' },
  chunked: {
    status: 501,
    code: 'NotImplemented',
    message: 'A header you provided implies functionality that is not implemented',
  },
} as const satisfies Record<string, Refusal>;

const CODE_OF_FAULT: Partial<Record<number, string>> = { 403: 'AccessDenied', 503: 'SlowDown' };

/** Path a part is kept at. */
export function partPath({ fileId, number }: PartOfFile): string {
  return `${STORAGE_PATH}uploads/${fileId}/${number}`;
}

/** The storage behind Frame.io's uploads: takes parts at pre-signed addresses, as S3 does, and keeps their digests. */
export function storageListener({ world, onCall, fault }: ApiListenerOptions): Listener {
  return async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const [path = '/'] = url.split('?');
    const planned = fault?.({ method, path });
    const refusal = typeof planned === 'number' ? faultRefusal(planned) : findRefusal(request, world);
    // To the end, whatever comes of it: an answer before it may find the caller still writing, and deaf.
    const sha256 = await digest(request);
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'application/xml' }).end(toXml(refusal));
      onCall?.({ method, path, status: refusal.status });
      return;
    }
    const { fileId, number } = readPath(path);
    world.receivePart(fileId, number, sha256);
    response.writeHead(200, { etag: `"${sha256}"`, 'content-length': 0 }).end();
    onCall?.({ method, path, status: 200 });
  };
}

/** Looks at everything but the body, which is as long as its header says. */
function findRefusal({ method = 'GET', url = '/', headers }: IncomingMessage, world: World): Refusal | undefined {
  if (headers.authorization !== undefined) return REFUSALS.unsigned;
  const check = checkPresigned({ method, url, headers }, { key: world.storageKey, now: world.now() });
  if (check !== 'good') return REFUSALS[check];
  const { fileId, number } = readPath(url);
  const part = world.uploadOf(fileId)?.parts[number - 1];
  if (!part) return REFUSALS.unsigned; // of a file that has been deleted
  if (headers['transfer-encoding'] !== undefined) return REFUSALS.chunked;
  if (headers['content-length'] === undefined) return REFUSALS.no_length;
  const length = Number(headers['content-length']);
  if (length === part.size) return undefined;
  return length < part.size ? REFUSALS.too_small : REFUSALS.too_large;
}

function readPath(url: string): PartOfFile {
  const [, fileId = '', number] = /uploads\/([^/]+)\/(\d+)/.exec(url) ?? [];
  return { fileId, number: Number(number) };
}

/** Chunk after chunk: a part may be larger than memory. */
async function digest(body: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}

function faultRefusal(status: number): Refusal {
  return { status, code: CODE_OF_FAULT[status] ?? 'InternalError', message: STATUS_CODES[status] ?? 'Unknown error' };
}

function toXml({ code, message }: Refusal): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}
