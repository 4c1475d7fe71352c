import { AwsServiceError } from '../../lib/aws/aws-errors.ts';
import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import type { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { RateLimiter } from '../../lib/client/transport/rate-limiter.ts';
import { type Clock, systemClock } from '../../lib/core/clock.ts';
import { decodeDelivery, groupIdOf, resetForRedrive } from '../../lib/queue/queued-delivery.ts';
import type { CountableQueue } from './countable-queue.ts';
import { QueueScanner } from './queue-scanner.ts';

/** The queues that a redrive moves messages between. */
export interface RedriveQueues {
  readonly queue: SqsQueue;
  readonly deadLetterQueue: CountableQueue;
}

/** Which messages to redrive, and how fast. */
export interface RedriveOptions {
  readonly messageIds: readonly string[] | 'all';
  /** Maximum number of messages per second. */
  readonly rate: number;
  /** Called during the first scan of `all` with the number of messages found so far. */
  readonly onFound?: (count: number) => void;
  /** Called when a message is in the main queue and deleted from the dead-letter queue. */
  readonly onRedriven?: (message: ReceivedMessage) => void;
  /** Stops the redrive between two messages, or while it waits. */
  readonly signal?: AbortSignal;
  /** @default the system clock */
  readonly clock?: Clock;
  /**
   * Duration of a long poll in seconds.
   * @default 1
   */
  readonly waitSeconds?: number;
}

/** Whether the main queue has a message. Unknown if the response to the send was lost. */
export type SendOutcome = 'not_sent' | 'unknown' | 'sent';

/** Result of a redrive. */
export interface RedriveResult {
  readonly redriven: number;
  /** Messages that stayed because the first scan of `all` had not seen them. */
  readonly skipped: number;
  /** Requested ids that were not found. */
  readonly missing: readonly string[];
  /** Approximate number of messages that the scan did not receive. A missing message may be among them. */
  readonly unseen: number;
  /** Why the redrive stopped early, if it did. */
  readonly failure?: {
    readonly error: unknown;
    /** The message that the redrive was moving when it stopped. It is still in the dead-letter queue. */
    readonly message?: MessageInTransit | undefined;
  };
}

/** A message between its send to the main queue and its deletion from the dead-letter queue. */
export interface MessageInTransit {
  readonly messageId: string;
  readonly outcome: SendOutcome;
}

/** Seconds that a batch of messages may wait for the rate limit: well below the visibility timeout. */
const MAX_BATCH_WAIT_SECONDS = 10;

/**
 * Moves messages back to the main queue, with their retry state reset. A message names its unfinished handlers.
 *
 * A message is deleted from the dead-letter queue only after the main queue has accepted it. So it is always in at least
 * one queue and for a moment in both. If the worker receives it twice, the idempotency store runs each handler once.
 *
 * For `all`, a first scan collects the ids in the whole queue before the first send. A message that is dead-lettered
 * again gets another id and stays, so the redrive ends even if every message fails again. This does not depend on a clock.
 */
export async function redrive(
  { queue, deadLetterQueue }: RedriveQueues,
  options: RedriveOptions,
): Promise<RedriveResult> {
  const { messageIds, rate, onFound, onRedriven, signal, clock = systemClock, waitSeconds } = options;
  const isAll = messageIds === 'all';
  const batchSize = Math.max(1, Math.min(10, Math.floor(rate * MAX_BATCH_WAIT_SECONDS)));
  const pending = new Set(isAll ? [] : messageIds);
  const isDone = () => pending.size === 0;
  const scanner = new QueueScanner(deadLetterQueue, { batchSize, waitSeconds, signal, clock, isDone });
  const rateLimiter = new RateLimiter({ requests: 1, perMs: 1_000 / rate });
  let unseenByFirstScan = 0;
  let skipped = 0;
  let redriven = 0;
  let inTransit: MessageInTransit | undefined;
  const result = (failure?: RedriveResult['failure']): RedriveResult => {
    const unseen = Math.max(unseenByFirstScan, isDone() ? 0 : (scanner.unseen ?? 0));
    return { redriven, skipped, missing: isAll ? [] : [...pending], unseen, ...(failure && { failure }) };
  };
  try {
    if (isAll) {
      const firstScan = new QueueScanner(deadLetterQueue, { waitSeconds, signal, clock });
      for (const id of await collectIds(firstScan, onFound)) pending.add(id);
      unseenByFirstScan = firstScan.unseen ?? 0;
      if (isDone()) return result();
    }
    for await (const message of scanner.messages()) {
      const { messageId, body } = message;
      if (!pending.has(messageId)) {
        if (isAll) skipped += 1;
        continue;
      }
      const waitMs = rateLimiter.reserve('redrive', clock.now(), Number.POSITIVE_INFINITY) - clock.now();
      if (waitMs > 0) await clock.wait(waitMs, signal);
      signal?.throwIfAborted();
      inTransit = { messageId, outcome: 'unknown' };
      // One attempt only: if SQS refused a second one, the first could still have arrived.
      const delivery = decodeDelivery(body);
      const groupId = delivery && groupIdOf(delivery);
      await queue.send(resetForRedrive(body, messageId), { maxAttempts: 1, groupId });
      inTransit = { messageId, outcome: 'sent' };
      await scanner.remove(message);
      inTransit = undefined;
      pending.delete(messageId);
      redriven += 1;
      onRedriven?.(message);
      if (!isAll && isDone()) break;
    }
    return result();
  } catch (error) {
    return result({
      error: signal?.aborted && !inTransit ? signal.reason : error,
      message: inTransit?.outcome === 'unknown' && isRefusal(error) ? { ...inTransit, outcome: 'not_sent' } : inTransit,
    });
  } finally {
    await scanner.release();
  }
}

/** Collects the ids of all messages and makes the messages visible again. */
async function collectIds(scanner: QueueScanner, onFound?: (count: number) => void): Promise<readonly string[]> {
  const ids: string[] = [];
  try {
    for await (const { messageId } of scanner.messages()) {
      ids.push(messageId);
      onFound?.(ids.length);
    }
  } finally {
    await scanner.release();
  }
  return ids;
}

/** Whether SQS refused the request. After a server error, SQS may still have stored the message. */
function isRefusal(error: unknown): boolean {
  return error instanceof AwsServiceError && error.status < 500;
}
