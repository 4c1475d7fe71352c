import type { SqsQueue } from '../aws/sqs-queue.ts';

/** Why a message is dead-lettered. */
export interface DeadLetterReason {
  /** Explanation for people. */
  readonly reason: string;
  /** Stable code, such as `not_found`. */
  readonly errorCode: string;
  /** Number of attempts at the delivery. If the message cannot be read, number of receives. */
  readonly attempts: number;
  /** Names of the handlers that did not complete; none if the message cannot be read. */
  readonly handlers: readonly string[];
}

/** Maximum length of an attribute's text, in characters. */
const MAX_ATTRIBUTE_LENGTH = 500;

/** The queue of messages that the worker cannot process. Each message carries its reason in its attributes. */
export class DeadLetterQueue {
  readonly #queue: SqsQueue;

  constructor(queue: SqsQueue) {
    this.#queue = queue;
  }

  /**
   * Resolves once SQS has stored the message.
   *
   * @param body - Body of the message, ready to go back to the main queue.
   * @throws AwsServiceError | AwsConnectionError if SQS may not have stored it.
   */
  async send(body: string, { reason, errorCode, attempts, handlers }: DeadLetterReason): Promise<void> {
    const attributes = {
      reason: toPrintable(reason).slice(0, MAX_ATTRIBUTE_LENGTH),
      errorCode,
      attempts: String(attempts),
      failedAt: new Date().toISOString(),
      ...(handlers.length > 0 && { handlers: handlers.join(',').slice(0, MAX_ATTRIBUTE_LENGTH) }),
    };
    await this.#queue.send(body, { attributes });
  }
}

/** SQS accepts no control characters (SQS API reference, SendMessage). */
function toPrintable(text: string): string {
  return text.replace(/[^\x20-\ud7ff\ue000-\ufffd]+/g, ' ');
}
