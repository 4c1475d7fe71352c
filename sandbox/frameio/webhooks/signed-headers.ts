import { createHmac } from 'node:crypto';

/**
 * Returns the headers of a webhook request from Frame.io. This code shares nothing with the framework's verification, so
 * that one mistake cannot be in both.
 *
 * @param timestamp - Unix seconds. A string is sent and signed unchanged.
 */
export function signedHeaders(body: string, secret: string, timestamp: number | string) {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Frame.io V4 API',
    'x-frameio-request-timestamp': String(timestamp),
    'x-frameio-signature': `v0=${digest}`,
  };
}
