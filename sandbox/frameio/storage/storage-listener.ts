import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Listener } from '../../http/listen.ts';
import type { ApiListenerOptions } from '../api/api-listener.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { MAX_KEPT_BYTES } from '../state/uploaded-bytes.ts';
import { checkPresigned } from './presigned-url.ts';
import { errorOfStatus, type StorageError, sendStorageError } from './storage-error.ts';
import { readPartPath } from './storage-path.ts';

/** Statuses, codes and messages of S3. */
const ERRORS = {
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
} as const satisfies Record<string, StorageError>;

/** Serves the storage for Frame.io's uploads. It accepts parts at pre-signed URLs, as S3 does. */
export function storageListener({ state, onCall, fault }: ApiListenerOptions): Listener {
  return async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const [path = '/'] = url.split('?');
    const simulated = fault?.({ method, path });
    const error = typeof simulated === 'number' ? errorOfStatus(simulated) : findError(request, state);
    // Reads the whole body even after an error: a caller that is still sending may not read an early response.
    const { sha256, bytes } = await readPart(request);
    if (error) {
      sendStorageError(response, error);
      onCall?.({ method, path, status: error.status });
      return;
    }
    const { fileId, number } = readPartPath(path);
    state.receivePart(fileId, number, sha256, bytes);
    response.writeHead(200, { etag: `"${sha256}"`, 'content-length': 0 }).end();
    onCall?.({ method, path, status: 200 });
  };
}

/** Checks everything but the body, whose length Node holds to its header. */
function findError(
  { method = 'GET', url = '/', headers }: IncomingMessage,
  state: FrameioState,
): StorageError | undefined {
  if (headers.authorization !== undefined) return ERRORS.unsigned;
  const check = checkPresigned({ method, url, headers }, { key: state.storageKey, now: state.now() });
  if (check !== 'valid') return ERRORS[check];
  const { fileId, number } = readPartPath(url);
  const part = state.uploadOf(fileId)?.parts[number - 1];
  if (!part) return ERRORS.unsigned; // the file has been deleted
  if (headers['transfer-encoding'] !== undefined) return ERRORS.chunked;
  if (headers['content-length'] === undefined) return ERRORS.no_length;
  const length = Number(headers['content-length']);
  if (length === part.size) return undefined;
  return length < part.size ? ERRORS.too_small : ERRORS.too_large;
}

/** Reads chunk by chunk: a part may be larger than memory. Returns the bytes only of a small part. */
async function readPart(body: AsyncIterable<Buffer>): Promise<{ readonly sha256: string; readonly bytes?: Buffer }> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    hash.update(chunk);
    size += chunk.length;
    if (size <= MAX_KEPT_BYTES) chunks.push(chunk);
  }
  const sha256 = hash.digest('hex');
  return size <= MAX_KEPT_BYTES ? { sha256, bytes: Buffer.concat(chunks) } : { sha256 };
}
