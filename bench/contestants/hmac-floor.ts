import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HttpEvent } from '../deliveries.ts';
import { SIGNING_SECRET } from '../secrets.ts';

/** What a verified delivery costs at least, as one writes it down: one HMAC, one comparison, one `JSON.parse`. */
export async function handler({ headers, body }: HttpEvent) {
  const signed = `v0:${headers['x-frameio-request-timestamp']}:${body}`;
  const expected = createHmac('sha256', SIGNING_SECRET).update(signed).digest();
  const claimed = Buffer.from(headers['x-frameio-signature']?.slice('v0='.length) ?? '', 'hex');
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return { statusCode: 401 };
  return JSON.parse(body).type === 'file.ready' ? { statusCode: 200 } : { statusCode: 400 };
}
