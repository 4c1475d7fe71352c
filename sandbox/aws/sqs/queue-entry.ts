import type { SentMessage } from './message.ts';

/** A message in a queue, as it is written down. */
export interface StoredMessage extends SentMessage {
  /** When it may first be received. */
  readonly visibleAt: number;
  readonly receiveCount?: number;
  readonly firstReceivedAt?: number;
  readonly deadLetterSourceArn?: string;
}

/** What happens to the messages of queues, in the order it happens. */
export type QueueEntry =
  | { readonly kind: 'sent'; readonly queue: string; readonly message: StoredMessage }
  | { readonly kind: 'received'; readonly queue: string; readonly id: string; readonly at: number }
  | { readonly kind: 'deleted'; readonly queue: string; readonly id: string }
  | {
      readonly kind: 'moved';
      readonly queue: string;
      readonly id: string;
      readonly to: string;
      readonly sourceArn: string;
    };

/**
 * What is still in the queues after all that has happened. A message that was being worked on is visible again: whoever
 * held it went down with the queue.
 */
export function leftInQueues(entries: readonly QueueEntry[]): readonly QueueEntry[] {
  const left = new Map<string, Extract<QueueEntry, { kind: 'sent' }>>();
  for (const entry of entries) {
    const key = keyOf(entry.queue, entry.kind === 'sent' ? entry.message.id : entry.id);
    const known = left.get(key);
    if (entry.kind === 'sent') left.set(key, entry);
    else if (entry.kind === 'deleted') left.delete(key);
    else if (known && entry.kind === 'received') {
      const { receiveCount = 0, firstReceivedAt = entry.at } = known.message;
      left.set(key, { ...known, message: { ...known.message, receiveCount: receiveCount + 1, firstReceivedAt } });
    } else if (known && entry.kind === 'moved') {
      left.delete(key);
      const message = { ...known.message, receiveCount: 0, deadLetterSourceArn: entry.sourceArn };
      left.set(keyOf(entry.to, entry.id), { kind: 'sent', queue: entry.to, message });
    }
  }
  return [...left.values()];
}

function keyOf(queue: string, id: string): string {
  return `${queue}/${id}`;
}
