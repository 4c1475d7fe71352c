import type { IncomingMessage } from 'node:http';
import type { Listener } from '../../http/listen.ts';
import type { ApiListenerOptions } from '../api/api-listener.ts';
import { startCall } from '../api/call-details.ts';
import { findAttachment, partsOfAttachment } from '../state/comment-attachments.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { readContent } from '../state/read-content.ts';
import type { UploadPart } from '../state/upload.ts';
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
    const detailsOf = startCall(request);
    const { method = 'GET', url = '/' } = request;
    const [path = '/'] = url.split('?');
    const simulated = fault?.({ method, path });
    const error = typeof simulated === 'number' ? errorOfStatus(simulated) : findError(request, state);
    // Reads the whole body even after an error: a caller that is still sending may not read an early response.
    const { sha256, bytes } = await readContent(request);
    if (error) {
      sendStorageError(response, error);
      onCall?.({ method, path, status: error.status }, detailsOf());
      return;
    }
    const { fileId, number } = readPartPath(path);
    state.receivePart(fileId, number, sha256, bytes);
    response.writeHead(200, { etag: `"${sha256}"`, 'content-length': 0 }).end();
    onCall?.({ method, path, status: 200 }, detailsOf());
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
  const part = partsOf(state, fileId)[number - 1];
  if (!part) return ERRORS.unsigned; // the file or the comment has been deleted
  if (headers['transfer-encoding'] !== undefined) return ERRORS.chunked;
  if (headers['content-length'] === undefined) return ERRORS.no_length;
  const length = Number(headers['content-length']);
  if (length === part.size) return undefined;
  return length < part.size ? ERRORS.too_small : ERRORS.too_large;
}

/** Returns the parts of the file or the attachment with this id. */
function partsOf(state: FrameioState, id: string): readonly UploadPart[] {
  const attachment = findAttachment(state, id);
  return attachment ? partsOfAttachment(state, attachment) : (state.uploadOf(id)?.parts ?? []);
}
