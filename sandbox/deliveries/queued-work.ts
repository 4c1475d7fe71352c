import type { SynthesizedQueue } from '../../cdk/synthesized-resources.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';
import type { Sqs } from '../aws/sqs/sqs.ts';

/** A message about a delivery. */
export interface QueuedWork {
  readonly messageId: string;
  readonly isDeadLetter: boolean;
  /** Names of the handlers to run. `undefined` runs all handlers of the event. */
  readonly handlers: readonly string[] | undefined;
  /** When the worker runs the handlers, in milliseconds since 1970. */
  readonly nextRunAt: number;
  /** Why the worker dead-lettered the message. */
  readonly reason?: string;
}

/** Returns the messages about a delivery, in the queues and the dead-letter queues. */
export function queuedWorkOf(
  sqs: Sqs,
  queues: readonly SynthesizedQueue[],
  deliveryKeys: readonly string[],
): readonly QueuedWork[] {
  return queues.flatMap(({ logicalId, redrive }) => {
    const { messages, visibleTimes } = sqs.queue(logicalId);
    return messages.flatMap(({ id, body, attributes }) => {
      if (!deliveryKeys.some((key) => body.includes(key))) return []; // decoding every message is slow
      const delivery = decodeDelivery(body);
      if (!delivery || !deliveryKeys.includes(delivery.deliveryKey)) return [];
      const { handlers, notBefore = 0 } = delivery;
      const reason = attributes.reason?.StringValue;
      const work = {
        messageId: id,
        isDeadLetter: redrive === undefined,
        handlers,
        nextRunAt: Math.max(notBefore, visibleTimes.get(id) ?? 0),
      };
      return [{ ...work, ...(reason !== undefined && { reason }) }];
    });
  });
}
