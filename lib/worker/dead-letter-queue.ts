import type { SqsQueue } from '../aws/sqs-queue.ts';

/** Why a message cannot be worked on. */
export interface DeadLetterReason {
  /** In words. */
  readonly reason: string;
  /** A stable name, such as `not_found`. */
  readonly errorCode: string;
  /** How often it has been tried. */
  readonly attempts: number;
  /** The handlers it was meant for; none where it cannot be read. */
  readonly handlers: readonly string[];
}

/** Attributes of a message are text, and not of any length. */
const LONGEST_REASON = 500;

/** Where messages lie that nobody can work on, each with the reason in its attributes. */
export class DeadLetterQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  /**
   * Resolves when the message is safe.
   *
   * @param text - The body of the message, as it can be put back into the queue.
   */
  async bury(text: string, { reason, errorCode, attempts, handlers }: DeadLetterReason): Promise<void> {
    const attributes = {
      reason: printable(reason).slice(0, LONGEST_REASON),
      errorCode,
      attempts: String(attempts),
      failedAt: new Date().toISOString(),
      ...(handlers.length > 0 && { handlers: handlers.join(',').slice(0, LONGEST_REASON) }),
    };
    await this.#queue.send(text, { attributes });
  }
}

/** SQS takes no control characters (SQS API reference, SendMessage). */
function printable(text: string): string {
  return text.replace(/[^\x20-\ud7ff\ue000-\ufffd]+/g, ' ') || 'unknown';
}
