import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import type { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { Pacer } from '../../lib/client/pace.ts';
import { type Clock, systemClock } from '../../lib/core/clock.ts';
import { AwsServiceError } from '../../lib/index.ts';
import { resetForRedrive } from '../../lib/queue/queued-delivery.ts';
import { type CountedQueue, QueueWalk } from './queue-scanner.ts';

/** The two queues a message goes between. */
export interface RedriveQueues {
  readonly queue: SqsQueue;
  readonly deadLetterQueue: CountedQueue;
}

/** What to put back, and how fast. */
export interface RedriveOptions {
  /** Ids of messages, or all of them. */
  readonly wanted: readonly string[] | 'all';
  /** Messages a second, at most. */
  readonly rate: number;
  /** Called when a message is in the main queue, and no longer in the dead-letter queue. */
  readonly onPutBack?: (message: ReceivedMessage) => void;
  /** Ends it between two messages, or while it waits. */
  readonly signal?: AbortSignal;
  /** @default the machine's */
  readonly clock?: Clock;
  /** @default 1 */
  readonly waitSeconds?: number;
}

/** Whether the main queue has a message: it may when the answer to sending it was lost. */
export type Sent = 'no' | 'maybe' | 'yes';

/** What has become of it. */
export interface RedriveResult {
  readonly putBack: number;
  /** Of all, messages that were not there to see at the first look: they were left where they are. */
  readonly left: number;
  /** Wanted by their ids, and not seen. */
  readonly missing: readonly string[];
  /** About how many messages it could not see, and so does not know whether they were wanted. */
  readonly unseen: number;
  /** Why it ended early, if it did. */
  readonly failure?: {
    readonly error: unknown;
    /** The message it ended at, if at one: it is in the dead-letter queue, and `sent` says if in the main queue too. */
    readonly at?: { readonly messageId: string; readonly sent: Sent } | undefined;
  };
}

/** For about so long, in s, a batch of messages waits for its turns: well below what hides it. */
const BATCH_SECONDS = 10;

/**
 * Puts messages back into the main queue: their text says which handlers are left to run, and each of these has all its
 * attempts and all its time again, also where it was SQS that moved the message. Each is removed from
 * the dead-letter queue only when the main queue has taken it, so that at no moment it is in neither; for a moment it is in
 * both, and a message that is worked on twice is the ledger's affair.
 *
 * Of all messages, only those are put back that a first look at the whole queue has seen, by their ids, which ends before
 * anything is put back: what the worker gives up again, or SQS moves, is another message with an id of its own, and stays,
 * else the two would go round for ever. No clock has a say in it.
 */
export async function redrive(
  { queue, deadLetterQueue }: RedriveQueues,
  options: RedriveOptions,
): Promise<RedriveResult> {
  const { wanted, rate, onPutBack, signal, clock = systemClock, waitSeconds } = options;
  const isAll = wanted === 'all';
  const batchSize = Math.max(1, Math.min(10, Math.floor(rate * BATCH_SECONDS)));
  const toPutBack = new Set(isAll ? [] : wanted);
  const isDone = () => toPutBack.size === 0;
  const walk = new QueueWalk(deadLetterQueue, { batchSize, waitSeconds, signal, clock, isDone });
  const pacer = new Pacer({ requests: 1, perMs: 1_000 / rate });
  let unseenAtFirst = 0;
  let left = 0;
  let putBack = 0;
  let at: { readonly messageId: string; readonly sent: Sent } | undefined;
  const result = (failure?: RedriveResult['failure']): RedriveResult => {
    const unseen = Math.max(unseenAtFirst, isDone() ? 0 : (walk.unseen ?? 0));
    return { putBack, left, missing: isAll ? [] : [...toPutBack], unseen, ...(failure && { failure }) };
  };
  try {
    if (isAll) {
      const { ids, unseen } = await lookAtAll(new QueueWalk(deadLetterQueue, { waitSeconds, signal, clock }));
      for (const id of ids) toPutBack.add(id);
      unseenAtFirst = unseen;
      if (isDone()) return result();
    }
    for await (const message of walk.messages()) {
      const { messageId, body } = message;
      if (!toPutBack.has(messageId)) {
        if (isAll) left += 1;
        continue;
      }
      const waitMs = pacer.takeTurn('redrive', clock.now(), Number.POSITIVE_INFINITY) - clock.now();
      if (waitMs > 0) await clock.wait(waitMs, signal);
      signal?.throwIfAborted();
      at = { messageId, sent: 'maybe' };
      // Once: a refusal of a second attempt would say nothing of a first whose answer was lost.
      await queue.send(resetForRedrive(body, messageId), { maxAttempts: 1 });
      at = { messageId, sent: 'yes' };
      await walk.remove(message);
      at = undefined;
      toPutBack.delete(messageId);
      putBack += 1;
      onPutBack?.(message);
      if (!isAll && isDone()) break;
    }
    return result();
  } catch (error) {
    return result({
      error: signal?.aborted && !at ? signal.reason : error,
      at: at?.sent === 'maybe' && isRefusal(error) ? { ...at, sent: 'no' } : at,
    });
  } finally {
    await walk.release();
  }
}

/** The ids of all messages there are, which everybody sees again afterwards. */
async function lookAtAll(walk: QueueWalk): Promise<{ readonly ids: readonly string[]; readonly unseen: number }> {
  const ids: string[] = [];
  try {
    for await (const { messageId } of walk.messages()) ids.push(messageId);
  } finally {
    await walk.release();
  }
  return { ids, unseen: walk.unseen ?? 0 };
}

/** Whether SQS has said that it does not do what it was asked: an error of its own may come after the deed. */
function isRefusal(error: unknown): boolean {
  return error instanceof AwsServiceError && error.status < 500;
}
