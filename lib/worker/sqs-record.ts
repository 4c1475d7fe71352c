import { recordOf } from '../core/type-guards.ts';

/** A message as Lambda's event source mapping passes it on (Lambda guide, Using Lambda with SQS). */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Number of receives, this one included. */
  readonly receiveCount: number;
  /** When the message entered the queue, in ms since 1970. */
  readonly sentAt: number;
}

/** A batch of records that are not checked yet. */
export interface Batch {
  readonly Records: Record<string, unknown>[];
}

/** @throws TypeError if the event is not a batch of messages. */
export function readBatch(event: unknown): Batch {
  const { Records: records } = recordOf(event);
  if (!Array.isArray(records)) {
    throw new TypeError(
      'Expected a batch of SQS messages with a list "Records": connect the worker to its queue only.',
    );
  }
  return { Records: records.map((record) => ({ ...recordOf(record) })) };
}

/** @throws TypeError if the record does not come from SQS. */
export function readSqsRecord(record: unknown): SqsRecord {
  const { messageId, receiptHandle, body, attributes } = recordOf(record);
  if (typeof messageId !== 'string' || typeof receiptHandle !== 'string' || typeof body !== 'string') {
    throw new TypeError(
      'Expected an SQS record with messageId, receiptHandle and body: connect the worker to its queue only.',
    );
  }
  const { ApproximateReceiveCount, SentTimestamp } = recordOf(attributes);
  const receiveCount = numberOr(ApproximateReceiveCount, 1);
  return { messageId, receiptHandle, body, receiveCount, sentAt: numberOr(SentTimestamp, Date.now()) };
}

function numberOr(value: unknown, fallback: number): number {
  const number = Number(value ?? fallback);
  return Number.isFinite(number) ? number : fallback;
}
