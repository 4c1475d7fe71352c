import { createHash, createHmac, randomUUID } from 'node:crypto';
import { deliveryKey } from '../lib/idempotency/delivery-key.ts';
import { encodeDelivery } from '../lib/queue/queued-delivery.ts';
import { SIGNING_SECRET } from './secrets.ts';

/** The part of API Gateway's HTTP event (payload version 2.0) that the candidates read. */
export interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly requestId: string };
  readonly body: string;
}

/** The part of an SQS message that the candidates read. A type, because Powertools requires an index signature. */
export type SqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
};

/** Event that Lambda invokes a worker with. */
export interface QueueBatch {
  readonly Records: SqsRecord[];
}

/**
 * Creates a delivery as API Gateway passes it to Lambda, signed now. Each one is about another file, because the
 * endpoint does no work for a delivery that it has already handled.
 *
 * @param type - Name of Frame.io's event.
 */
export function signedDelivery(type = 'file.ready'): HttpEvent {
  const body = JSON.stringify({
    account: { id: '6f70f1bd-7e89-4a7e-b4d3-7e576585a181' },
    project: { id: '7e46e495-4444-4555-8649-bee4d391a997' },
    resource: { id: randomUUID(), type: 'file' },
    type,
    user: { id: '56556a3f-859f-4b38-b6c6-e8625b5da8a5' },
    workspace: { id: '378fcbf7-6f88-4224-8139-6a743ed940b2' },
  });
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const userAgent = 'Frame.io V4 API';
  const domainName = 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com';
  return throughJson({
    version: '2.0',
    routeKey: 'POST /frameio',
    rawPath: '/frameio',
    rawQueryString: '',
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip',
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      host: domainName,
      'user-agent': userAgent,
      'x-amzn-trace-id': 'Root=1-67412c9a-3f2e1d0c9b8a7f6e5d4c3b2a',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      'x-frameio-request-timestamp': timestamp,
      'x-frameio-signature': `v0=${signature}`,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName,
      domainPrefix: 'a1b2c3d4e5',
      http: { method: 'POST', path: '/frameio', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7', userAgent },
      requestId: randomUUID(),
      routeKey: 'POST /frameio',
      stage: '$default',
      time: '23/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.now(),
    },
    body,
    isBase64Encoded: false,
  });
}

/** Creates a batch with one message that holds a new delivery. */
export function queueBatch(): QueueBatch {
  const { body, requestContext } = signedDelivery();
  const receivedAt = Date.now();
  const timestamp = String(Math.floor(receivedAt / 1_000));
  const message = encodeDelivery({
    body,
    timestamp,
    deliveryKey: deliveryKey({ body, timestamp }),
    receivedAt,
    correlationId: requestContext.requestId,
  });
  const record = {
    messageId: randomUUID(),
    receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a',
    body: message,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(receivedAt),
      SenderId: 'AROAIENQZJOLO23YVJ4VO:bench',
      ApproximateFirstReceiveTimestamp: String(receivedAt),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:123456789012:bench',
    awsRegion: 'us-east-1',
  };
  return throughJson({ Records: [record] });
}

/** Parses the event from JSON as Lambda does: V8 stores parsed strings differently from concatenated ones. */
function throughJson<Event>(event: Event): Event {
  return JSON.parse(JSON.stringify(event));
}
