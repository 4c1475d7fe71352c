import { randomUUID } from 'node:crypto';
import type { ReceivedMessage } from './message.ts';
import type { StoredMessage } from './queue-entry.ts';

/** Where a message of a queue is. */
export type MessageState = 'visible' | 'delayed' | 'in_flight';

/** A message in a queue, and what has become of it since the queue was started. */
export class HeldMessage {
  /** Unlike the message's id, its own even when it is a message's double. */
  readonly key: string;
  readonly stored: StoredMessage;
  readonly isDouble: boolean;
  state: MessageState = 'delayed';
  /** Begins the longest time a receiver may hold it. */
  receivedAt = 0;
  /** The last one given out. */
  handle: string | undefined;
  cancelAlarm: () => void = () => undefined;
  #receiveCount: number;
  #firstReceivedAt: number | undefined;

  constructor(stored: StoredMessage, { isDouble = false }: { readonly isDouble?: boolean } = {}) {
    this.key = isDouble ? `${stored.id}~${randomUUID()}` : stored.id;
    this.stored = stored;
    this.isDouble = isDouble;
    this.#receiveCount = stored.receiveCount ?? 0;
    this.#firstReceivedAt = stored.firstReceivedAt;
  }

  get receiveCount(): number {
    return this.#receiveCount;
  }

  /** Gives it to a receiver, under a handle of its own. */
  handOut(now: number): ReceivedMessage {
    this.#receiveCount += 1;
    this.#firstReceivedAt ??= now;
    this.receivedAt = now;
    this.handle = `${this.key}.${randomUUID()}`;
    const { visibleAt: _, ...message } = this.stored;
    return {
      ...message,
      receiptHandle: this.handle,
      receiveCount: this.#receiveCount,
      firstReceivedAt: this.#firstReceivedAt,
    };
  }
}

/** The key of the message a handle was given out for. */
export function keyOfHandle(receiptHandle: string): string {
  return receiptHandle.split('.')[0] ?? '';
}
