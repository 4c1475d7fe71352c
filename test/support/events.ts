import { createHmac } from 'node:crypto';
import type { AnyWebhookEvent } from '../../lib/events/event-map.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };

/** Returns an event as a handler receives it. */
export function webhookEvent(type = 'file.ready'): AnyWebhookEvent {
  const delivery = parseDelivery(Buffer.from(JSON.stringify({ ...fileReady, type })));
  if (delivery.kind !== 'webhook') throw new Error(`${type} did not parse as an event.`);
  return delivery.event;
}

/** How a signed delivery differs from the default. */
export interface SignedDelivery {
  readonly secret?: string;
  readonly body?: string;
  /** Unix seconds. */
  readonly timestamp?: number;
  /** Text of the timestamp header, signed unchanged. Replaces `timestamp`. */
  readonly timestampHeader?: string;
  /** Time at which API Gateway received it, in ms since 1970. */
  readonly receivedAt?: number;
  /** Path of the URL. */
  readonly path?: string;
}

/** Returns a delivery as API Gateway passes it to the endpoint (payload v2). */
export function signedDelivery(delivery: SignedDelivery = {}) {
  const { secret = 'a-signing-secret', body, timestamp, timestampHeader, receivedAt, path = '/frameio' } = delivery;
  const text = body ?? JSON.stringify(fileReady);
  const headers: Record<string, string> = signedHeaders(
    text,
    secret,
    timestampHeader ?? timestamp ?? Math.floor(Date.now() / 1_000),
  );
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    headers,
    requestContext: {
      http: { method: 'POST', path },
      stage: '$default',
      ...(receivedAt !== undefined && { timeEpoch: receivedAt }),
    },
    body: text,
    isBase64Encoded: false,
  };
}

/** Returns a signed delivery of any bytes, in base64. */
export function signedBytes(bytes: Buffer, secret: string) {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(bytes).digest('hex');
  const event = signedDelivery({ secret });
  const signature = { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': `v0=${digest}` };
  return {
    ...event,
    headers: { ...event.headers, ...signature },
    body: bytes.toString('base64'),
    isBase64Encoded: true,
  };
}
