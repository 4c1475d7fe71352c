import { parseRecord } from '../../lib/core/type-guards.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';
import type { SentMessage } from '../../sandbox/aws/sqs/message.ts';

/** A message in the dead-letter queue: one handler or job that the worker gave up. */
export interface TestDeadLetter {
  /** Id of the message. */
  readonly id: string;
  /** Name of the handler or the job. */
  readonly handler: string;
  readonly reason: string;
  /** Stable code, such as `permanent` or `not_found`. */
  readonly errorCode: string;
  readonly attempts: number;
  /** Body of the delivery, or payload of the job. */
  readonly body: unknown;
}

/** Reads a message of the dead-letter queue. */
export function readDeadLetter({ id, body, attributes }: SentMessage): TestDeadLetter {
  const text = (name: string) => attributes[name]?.StringValue ?? '';
  const delivery = decodeDelivery(body);
  return {
    id,
    handler: text('handlers'),
    reason: text('reason'),
    errorCode: text('errorCode'),
    attempts: Number(text('attempts')),
    body: delivery && (parseRecord(delivery.body) ?? delivery.body),
  };
}
