import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpEvent } from '../events.ts';
import { SIGNING_SECRET } from '../secrets.ts';

/** Computes one HMAC, compares it and parses the body: the least that a verified delivery costs. */
export async function handler({ headers, body }: HttpEvent) {
  const signed = `v0:${headers['x-frameio-request-timestamp']}:${body}`;
  const expected = createHmac('sha256', SIGNING_SECRET).update(signed).digest();
  const received = Buffer.from(headers['x-frameio-signature']?.slice('v0='.length) ?? '', 'hex');
  if (received.length !== expected.length || !timingSafeEqual(received, expected)) return { statusCode: 401 };
  return JSON.parse(body).type === 'file.ready' ? { statusCode: 200 } : { statusCode: 400 };
}
