import type { SandboxClock } from '../../clock.ts';
import type { EntryLog } from '../../journal.ts';
import type { MessageAttributes, ReceivedMessage } from './message.ts';
import type { Queue } from './queue.ts';
import type { QueueEntry } from './queue-entry.ts';

/** How long a message is hidden from other receivers unless told. */
export const DEFAULT_VISIBILITY_SECONDS = 30;

/** How long a message is kept unless told: four days. */
export const DEFAULT_RETENTION_SECONDS = 345_600;

/** A queue as the template describes it. */
export interface QueueSettings {
  readonly name: string;
  /** @default 30 */
  readonly visibilitySeconds?: number;
  /** @default 0 */
  readonly delaySeconds?: number;
  /**
   * How long after it was sent a message is deleted, whatever has become of it.
   * @default 345600
   */
  readonly retentionSeconds?: number;
  /** Where a message goes when it has been received `maxReceiveCount` times and is due again. */
  readonly redrive?: { readonly maxReceiveCount: number; readonly queue: string };
}

/** What a queue is made of. */
export interface QueueOptions extends QueueSettings {
  readonly arn: string;
  readonly clock: SandboxClock;
  readonly log: EntryLog<QueueEntry>;
  readonly findQueue: (name: string) => Queue | undefined;
}

/** A message to send. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** @default the queue's */
  readonly delaySeconds?: number;
}

/** What a receiver asks for. */
export interface ReceiveOptions {
  readonly maxMessages: number;
  /** What all bodies and attributes may come to; one message is handed out whatever its size. */
  readonly maxBytes?: number;
  /** @default the queue's */
  readonly visibilitySeconds?: number;
  /** How long to wait for the first message. */
  readonly waitSeconds: number;
  readonly signal?: AbortSignal;
}

/** How a standard queue may surprise its receivers. */
export interface QueueSurprises {
  /** Whether a message that is being handed out comes once more, be it deleted by then or not. */
  readonly isDoubled?: (message: ReceivedMessage) => boolean;
  /** Which of so many visible messages is handed out next, from 0. Without it, the one visible longest. */
  readonly pick?: (visible: number) => number;
}
