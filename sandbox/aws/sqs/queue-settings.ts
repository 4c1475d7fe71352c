import type { MessageAttributes, ReceivedMessage } from './message.ts';

/** Default visibility timeout of SQS, in seconds. */
export const DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30;

/** Default message retention period of SQS: four days, in seconds. */
export const DEFAULT_RETENTION_SECONDS = 345_600;

/** A queue as the template describes it. */
export interface QueueSettings {
  readonly name: string;
  /** @default 30 */
  readonly visibilityTimeoutSeconds?: number;
  /** @default 0 */
  readonly delaySeconds?: number;
  /**
   * Seconds after sending at which a message is deleted, in whatever state it is.
   * @default 345600
   */
  readonly retentionSeconds?: number;
  /** Moves a message that was received `maxReceiveCount` times to the dead-letter queue when it becomes visible again. */
  readonly redrivePolicy?: {
    readonly maxReceiveCount: number;
    /** Name of the dead-letter queue. */
    readonly deadLetterQueue: string;
  };
}

/** A message to send. */
export interface NewMessage {
  readonly body: string;
  readonly attributes?: MessageAttributes;
  /** @default none: the message is a group of its own */
  readonly groupId?: string;
  /** @default the queue's */
  readonly delaySeconds?: number;
}

/** Parameters of a receive call. */
export interface ReceiveOptions {
  readonly maxMessages: number;
  /** Maximum total size of bodies and attributes. A single message is returned whatever its size. */
  readonly maxBytes?: number;
  /** @default the queue's */
  readonly visibilityTimeoutSeconds?: number;
  /** Seconds to wait for the first message. */
  readonly waitTimeSeconds: number;
  readonly signal?: AbortSignal;
}

/** Behavior that a standard queue may show, for tests: duplicates and reordering. */
export interface QueueAnomalies {
  /** Whether to deliver a received message a second time, even if it is deleted meanwhile. */
  readonly isDuplicated?: (message: ReceivedMessage) => boolean;
  /**
   * Index of the next message to receive, given the number of visible messages.
   * @default the message that has been visible longest
   */
  readonly pickNext?: (visibleCount: number) => number;
}
