import { createHmac } from 'node:crypto';
import { type FileMedia, mediaPath } from './storage-path.ts';

/** The key that signs URLs, and the current time. */
interface Signer {
  readonly key: string;
  readonly now: Date;
}

/** The media that a URL leads to. */
interface SignedMedia extends FileMedia {
  /** Host and port of the storage, as the caller addresses them. */
  readonly host: string;
  /** Value of `Content-Disposition` in the response. */
  readonly disposition?: string | undefined;
}

const LIFETIME_SECONDS = 86_400;

const SIGNATURE = '&Signature=';

/** Returns a URL to GET media from, valid for a day. It has the form of CloudFront's; the signature is the sandbox's own. */
export function mediaUrl({ host, fileId, rendition, disposition }: SignedMedia, { key, now }: Signer): string {
  const query = new URLSearchParams({
    ...(disposition !== undefined && { 'response-content-disposition': disposition }),
    Expires: String(Math.floor(now.getTime() / 1_000) + LIFETIME_SECONDS),
  });
  const url = `${mediaPath({ fileId, rendition })}?${query}`;
  return `http://${host}${url}${SIGNATURE}${sign(url, key)}`;
}

/**
 * Checks that a path and query match their signature and have not expired. A host of another name for the storage is
 * accepted.
 */
export function checkMediaUrl(url: string, { key, now }: Signer): 'valid' | 'unsigned' | 'expired' {
  const [signedUrl = '', signature] = url.split(SIGNATURE);
  if (signature !== sign(signedUrl, key)) return 'unsigned';
  const expires = Number(/[?&]Expires=(\d+)/.exec(signedUrl)?.[1]);
  return now.getTime() < expires * 1_000 ? 'valid' : 'expired';
}

function sign(url: string, key: string): string {
  return createHmac('sha256', key).update(`GET\n${url}`).digest('hex');
}
