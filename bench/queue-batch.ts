import { createHash, randomUUID } from 'node:crypto';
import { deliveryKey } from '../lib/idempotency/delivery-key.ts';
import { encodeDelivery } from '../lib/queue/queued-delivery.ts';
import { signedDelivery } from './deliveries.ts';

/** A message as Lambda's event source mapping for SQS hands it over; the part that contestants read. */
export type SqsRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
};

/** What Lambda calls a worker with. */
export interface QueueBatch {
  readonly Records: SqsRecord[];
}

/** A batch of one message, with a delivery that is unlike every other. */
export function queueBatch(): QueueBatch {
  const { body, requestContext } = signedDelivery('frameio');
  const receivedAt = Date.now();
  const message = encodeDelivery({
    body,
    deliveryKey: deliveryKey({ eventType: 'file.ready', body, timestamp: String(Math.floor(receivedAt / 1_000)) }),
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
  return JSON.parse(JSON.stringify({ Records: [record] }));
}
