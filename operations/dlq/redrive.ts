import { createHash } from 'node:crypto';
import type { SqsQueue } from '../../lib/aws/queue.ts';
import type { ReceivedMessage } from '../../lib/aws/received-message.ts';
import { Pacer } from '../../lib/client/pace.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { QueueWalk, type WalkOptions } from './queue-walk.ts';

/** The two queues a message goes between. */
export interface RedriveQueues {
  readonly queue: SqsQueue;
  readonly deadLetterQueue: SqsQueue;
}

/** What to put back, and how fast. */
export interface RedriveOptions {
  /** Ids of messages, or all of them. */
  readonly wanted: readonly string[] | 'all';
  /** Messages a second, at most. */
  readonly rate: number;
  /** Called when a message is in the main queue, and no longer in the dead-letter queue. */
  readonly onPutBack?: (message: ReceivedMessage) => void;
  /** @default the machine's */
  readonly clock?: Clock;
  /** @default 1 */
  readonly waitSeconds?: number;
}

/** What has become of it. */
export interface RedriveResult {
  readonly putBack: number;
  /** Messages that came again once they had been put back, or copies of such: they were left where they are. */
  readonly left: number;
  /** Wanted, and not seen. */
  readonly missing: readonly string[];
  /** Why it ended early, if it did. */
  readonly failure?: {
    readonly error: unknown;
    /** The message it ended at, if at one: it is in the dead-letter queue, and `wasSent` says if in the main queue too. */
    readonly at?: { readonly messageId: string; readonly wasSent: boolean } | undefined;
  };
}

/** For about so long, in s, a batch of messages waits for its turns: well below what hides it. */
const BATCH_SECONDS = 10;

/**
 * Puts messages back into the main queue as they are: their text says which handlers are left to run. Each is removed from
 * the dead-letter queue only when the main queue has taken it, so that at no moment it is in neither; for a moment it is in
 * both, and a message that is worked on twice is the ledger's affair.
 *
 * What the worker gives up again meanwhile is not put back a second time: else the two would go round for ever.
 */
export async function redrive(
  { queue, deadLetterQueue }: RedriveQueues,
  options: RedriveOptions,
): Promise<RedriveResult> {
  const { wanted, rate, onPutBack, clock = systemClock, waitSeconds } = options;
  const walk = new QueueWalk(deadLetterQueue, walkOptions(rate, waitSeconds));
  const missing = new Set(wanted === 'all' ? [] : wanted);
  const pacer = new Pacer({ requests: 1, perMs: 1_000 / rate });
  const textsPutBack = new Set<string>();
  let left = 0;
  let putBack = 0;
  let at: { messageId: string; wasSent: boolean } | undefined;
  const result = (failure?: RedriveResult['failure']) => {
    return { putBack, left, missing: [...missing], ...(failure && { failure }) };
  };
  try {
    for await (const message of walk.messages()) {
      const { messageId, body } = message;
      if (wanted !== 'all' && !missing.has(messageId)) continue;
      const text = createHash('sha256').update(body).digest('base64');
      if (wanted === 'all' && textsPutBack.has(text)) {
        left += 1;
        continue;
      }
      const waitMs = pacer.takeTurn('redrive', clock.now(), Number.POSITIVE_INFINITY) - clock.now();
      if (waitMs > 0) await clock.wait(waitMs);
      at = { messageId, wasSent: false };
      await queue.send(body);
      at = { messageId, wasSent: true };
      await walk.remove(message);
      at = undefined;
      textsPutBack.add(text);
      missing.delete(messageId);
      putBack += 1;
      onPutBack?.(message);
      if (wanted !== 'all' && missing.size === 0) break;
    }
    return result();
  } catch (error) {
    return result({ error, at });
  } finally {
    await walk.release();
  }
}

function walkOptions(rate: number, waitSeconds: number | undefined): WalkOptions {
  const batchSize = Math.max(1, Math.min(10, Math.floor(rate * BATCH_SECONDS)));
  return { batchSize, ...(waitSeconds !== undefined && { waitSeconds }) };
}
