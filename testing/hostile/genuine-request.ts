import { createHmac } from 'node:crypto';
import { type SignedDelivery, type SigningOptions, signedDelivery } from '../events/signed-delivery.ts';
import { webhookBody } from '../events/webhook-body.ts';

/** How to make the genuine request that each hostile one differs from. */
export interface GenuineOptions extends Pick<SigningOptions, 'secret' | 'path'> {
  /**
   * Body of the request, as a JSON object.
   * @default an event `file.ready`
   */
  readonly body?: object;
}

/** A genuine request, and others with a correct signature. */
export interface GenuineRequest {
  /** The body as JSON. It is different in each case, so that no case is a duplicate of another. */
  readonly body: string;
  readonly delivery: SignedDelivery;
  /** The current time in Unix seconds. */
  readonly now: number;
  /** Returns the body with changed fields. */
  bodyWith(change: object): string;
  /** Signs another body, by default with the genuine secret and the current time. */
  signed(body: string | Buffer, changes?: { readonly secret?: string; readonly timestamp?: string }): SignedDelivery;
  /** Returns the digest of a text, made with the genuine secret. */
  digest(text: string): string;
}

/** Makes a genuine request. @param name - Tells its body apart from those of other requests. */
export function genuineRequest(
  { secret, path, body: given = webhookBody('file.ready') }: GenuineOptions,
  name: string,
): GenuineRequest {
  const now = Math.floor(Date.now() / 1_000);
  const bodyWith = (change: object) => JSON.stringify({ ...given, case: name, ...change });
  const body = bodyWith({});
  const digestOf = (text: string | Buffer, key: string, prefix = '') =>
    createHmac('sha256', key).update(prefix).update(text).digest('hex');
  const signed: GenuineRequest['signed'] = (content, { secret: key = secret, timestamp = String(now) } = {}) => {
    const options = { secret: key, timestamp, ...(path !== undefined && { path }) };
    if (typeof content === 'string') return signedDelivery(content, options);
    const { headers, ...rest } = signedDelivery('', options);
    const signature = { 'x-frameio-signature': `v0=${digestOf(content, key, `v0:${timestamp}:`)}` };
    return { ...rest, headers: { ...headers, ...signature }, body: content.toString('base64'), isBase64Encoded: true };
  };
  return { body, delivery: signed(body), now, bodyWith, signed, digest: (text) => digestOf(text, secret) };
}

/** Returns a request with a changed header; without the header for `undefined`. */
export function withHeader(delivery: SignedDelivery, name: string, value: string | undefined): SignedDelivery {
  const { [name]: _, ...headers } = delivery.headers;
  return { ...delivery, headers: value === undefined ? headers : { ...headers, [name]: value } };
}
