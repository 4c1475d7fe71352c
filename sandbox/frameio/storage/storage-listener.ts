import { createHash } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Listener } from '../../http/listen.ts';
import type { ApiListenerOptions } from '../api/api-listener.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { checkPresigned } from './presigned-url.ts';
import { readPartPath } from './storage-path.ts';

/** An error response of the storage. */
interface StorageError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

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

const CODE_OF_FAULT: Partial<Record<number, string>> = { 403: 'AccessDenied', 503: 'SlowDown' };

/** Serves the storage for Frame.io's uploads. It accepts parts at pre-signed URLs, as S3 does, and stores their digests. */
export function storageListener({ state, onCall, fault }: ApiListenerOptions): Listener {
  return async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    const [path = '/'] = url.split('?');
    const simulated = fault?.({ method, path });
    const error = typeof simulated === 'number' ? errorOfStatus(simulated) : findError(request, state);
    // Reads the whole body even after an error: a caller that is still sending may not read an early response.
    const sha256 = await digest(request);
    if (error) {
      response.writeHead(error.status, { 'content-type': 'application/xml' }).end(toXml(error));
      onCall?.({ method, path, status: error.status });
      return;
    }
    const { fileId, number } = readPartPath(path);
    state.receivePart(fileId, number, sha256);
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

/** Reads chunk by chunk: a part may be larger than memory. */
async function digest(body: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return hash.digest('hex');
}

function errorOfStatus(status: number): StorageError {
  return { status, code: CODE_OF_FAULT[status] ?? 'InternalError', message: STATUS_CODES[status] ?? 'Unknown error' };
}

function toXml({ code, message }: StorageError): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
}
