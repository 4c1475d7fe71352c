import { createHash } from 'node:crypto';

/** The signed parts of a delivery, as Frame.io sent them. */
export interface SignedDelivery {
  /** The verified body. */
  readonly body: string | Uint8Array;
  /** The value of the header `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string;
}

/**
 * Returns the key of an event whose first delivery has this timestamp and body.
 *
 * @returns SHA-256 as 64 hexadecimal digits.
 */
export function deliveryKey({ body, timestamp }: SignedDelivery): string {
  return createHash('sha256').update(`${timestamp}:`).update(body).digest('hex');
}
