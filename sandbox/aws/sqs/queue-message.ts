import { randomUUID } from 'node:crypto';
import type { ReceivedMessage } from './message.ts';
import type { StoredMessage } from './queue-journal.ts';

/** State of a message in a queue. */
export type MessageState = 'visible' | 'delayed' | 'in_flight';

/** A message in a queue, with what changes while it is there. */
export class QueueMessage {
  /** Unique in the queue. A duplicate has its own key, but the message id of the original. */
  readonly key: string;
  readonly stored: StoredMessage;
  readonly isDuplicate: boolean;
  state: MessageState = 'delayed';
  /** When the message is visible, or becomes visible again, in milliseconds since 1970. */
  visibleAt = 0;
  /** Start of the 12 hours for which a receiver may hide the message. */
  receivedAt = 0;
  /** The newest receipt handle. */
  receiptHandle: string | undefined;
  cancelTimer: () => void = () => undefined;
  #receiveCount: number;
  #firstReceivedAt: number | undefined;

  constructor(stored: StoredMessage, { isDuplicate = false }: { readonly isDuplicate?: boolean } = {}) {
    this.key = isDuplicate ? `${stored.id}~${randomUUID()}` : stored.id;
    this.stored = stored;
    this.isDuplicate = isDuplicate;
    this.#receiveCount = stored.receiveCount ?? 0;
    this.#firstReceivedAt = stored.firstReceivedAt;
  }

  get receiveCount(): number {
    return this.#receiveCount;
  }

  /** Returns the message for a receiver, with a new receipt handle. */
  receive(now: number): ReceivedMessage {
    this.#receiveCount += 1;
    this.#firstReceivedAt ??= now;
    this.receivedAt = now;
    this.receiptHandle = `${this.key}.${randomUUID()}`;
    const { visibleAt: _, ...message } = this.stored;
    return {
      ...message,
      receiptHandle: this.receiptHandle,
      receiveCount: this.#receiveCount,
      firstReceivedAt: this.#firstReceivedAt,
    };
  }
}

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.source;

const RECEIPT_HANDLE = new RegExp(`^${UUID}(?:~${UUID})?\\.${UUID}$`);

/** Whether a text has the form of a receipt handle. The message may be gone, or the handle outdated. */
export function isReceiptHandle(text: string): boolean {
  return RECEIPT_HANDLE.test(text);
}

/** Returns the key of the message that a receipt handle belongs to. */
export function keyOfReceiptHandle(receiptHandle: string): string {
  return receiptHandle.split('.')[0] ?? '';
}
