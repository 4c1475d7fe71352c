import type { SentMessage } from './message.ts';

/** A message as the journal records it. */
export interface StoredMessage extends SentMessage {
  /** Earliest time at which the message can be received. */
  readonly visibleAt: number;
  readonly receiveCount?: number;
  readonly firstReceivedAt?: number;
  readonly deadLetterSourceArn?: string;
}

/** One change to the messages of the queues. The journal holds them in order. */
export type QueueJournalEntry =
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
 * Reduces the entries to the messages that remain in the queues. A message that was in flight becomes visible: its
 * receiver stopped together with the queue.
 */
export function compactQueueJournal(entries: readonly QueueJournalEntry[]): readonly QueueJournalEntry[] {
  const remaining = new Map<string, Extract<QueueJournalEntry, { kind: 'sent' }>>();
  for (const entry of entries) {
    const key = keyOf(entry.queue, entry.kind === 'sent' ? entry.message.id : entry.id);
    const known = remaining.get(key);
    if (entry.kind === 'sent') remaining.set(key, entry);
    else if (entry.kind === 'deleted') remaining.delete(key);
    else if (known && entry.kind === 'received') {
      const { receiveCount = 0, firstReceivedAt = entry.at } = known.message;
      remaining.set(key, { ...known, message: { ...known.message, receiveCount: receiveCount + 1, firstReceivedAt } });
    } else if (known && entry.kind === 'moved') {
      remaining.delete(key);
      const message = { ...known.message, receiveCount: 0, deadLetterSourceArn: entry.sourceArn };
      remaining.set(keyOf(entry.to, entry.id), { kind: 'sent', queue: entry.to, message });
    }
  }
  return [...remaining.values()];
}

function keyOf(queue: string, id: string): string {
  return `${queue}/${id}`;
}
