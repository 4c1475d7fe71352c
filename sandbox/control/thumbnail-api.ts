import type { ServerResponse } from 'node:http';
import { renditionsOf } from '../frameio/api/media-links.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { readRange } from '../frameio/storage/byte-range.ts';
import { controlError, errorResponse } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';

/** Media that browsers show and never run, by the first bytes in hex. An SVG image can contain a script. */
const SIGNATURES = [
  { type: 'image/png', start: /^89504e470d0a1a0a/ },
  { type: 'image/jpeg', start: /^ffd8ff/ },
  { type: 'image/gif', start: /^474946383[79]61/ },
  { type: 'image/webp', start: /^52494646.{8}57454250/ },
  { type: 'video/mp4', start: /^.{8}66747970(?!61766966|68656963|6d696631)/ }, // AVIF and HEIF begin like MP4
  { type: 'video/webm', start: /^1a45dfa3/ },
] as const;

type ThumbnailType = (typeof SIGNATURES)[number]['type'];

const SIGNATURE_BYTES = 12;

/** A thumbnail is never a page of its own. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
} as const;

/**
 * Returns the media type of a file's thumbnail, which is the uploaded image or video itself; `undefined` if Frame.io would have
 * no thumbnail, the sandbox no longer has the bytes, or no browser shows them.
 */
export function thumbnailTypeOf(state: FrameioState, fileId: string): ThumbnailType | undefined {
  const file = state.file(fileId);
  if (!file || !renditionsOf(file).includes('thumbnail')) return undefined;
  const start = state.uploadedBytes.firstPartOf(fileId)?.subarray(0, SIGNATURE_BYTES).toString('hex') ?? '';
  return SIGNATURES.find((signature) => signature.start.test(start))?.type;
}

/** The call that returns the thumbnail of a file. */
export function thumbnailApi(state: FrameioState): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/files/{id}/thumbnail',
      handle: ({ ids: { id = '' }, headers }) => {
        const type = thumbnailTypeOf(state, id);
        const bytes = type && state.bytesOf(id);
        if (!bytes) return errorResponse(controlError(404, `The file ${id} has no thumbnail.`));
        return { stream: (response) => send(response, { type, bytes, range: headers.range }) };
      },
    },
  ];
}

interface Thumbnail {
  readonly type: ThumbnailType;
  readonly bytes: Buffer;
  /** Value of the header `Range`. Browsers read videos in parts. */
  readonly range: unknown;
}

function send(response: ServerResponse, { type, bytes, range }: Thumbnail): void {
  const { length } = bytes;
  const part = readRange(typeof range === 'string' ? range : undefined, length);
  if (part === 'unsatisfiable') return void response.writeHead(416, { 'content-range': `bytes */${length}` }).end();
  const { first, last } = part ?? { first: 0, last: length - 1 };
  response.writeHead(part ? 206 : 200, {
    'content-type': type,
    'content-length': last - first + 1,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=3600',
    ...(part && { 'content-range': `bytes ${first}-${last}/${length}` }),
    ...SECURITY_HEADERS,
  });
  response.end(bytes.subarray(first, last + 1));
}
