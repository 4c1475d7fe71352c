import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import type { AwsCallOptions } from './pending-call.ts';
import { type ReceivedMessage, readMessage } from './received-message.ts';
import { createSqsClientForQueue, type QueueClient } from './sqs-client.ts';

/** How a message is sent. */
export interface SendOptions extends AwsCallOptions {
  /**
   * How long nobody receives it, from 0 to 900.
   * @default the queue's
   */
  readonly delaySeconds?: number | undefined;
  /**
   * Texts that go along with it, by name: ten at most. SQS takes no empty ones, which are left out, and no characters that
   * XML 1.0 forbids, which become U+FFFD.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** What to receive. */
export interface ReceiveOptions {
  /** From 1 to 10. */
  readonly maxMessages: number;
  /** How long to wait for the first, from 0 to 20. */
  readonly waitSeconds: number;
  /**
   * How long nobody else receives them.
   * @default the queue's
   */
  readonly visibilitySeconds?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** How much longer than it waits for a message SQS may take to answer, in ms. */
const ANSWER_MS = 5_000;

/**
 * A standard queue of Amazon SQS. Every message is delivered at least once, but `send` may also put one there twice, when
 * the answer to the first attempt was lost.
 *
 * Every method throws AwsServiceError when SQS refuses, and AwsConnectionError when it does not answer.
 */
export class SqsQueue {
  readonly url: string;
  readonly #client: QueueClient;

  /** @param url - The queue's; the environment's `AWS_ENDPOINT_URL_SQS` or `AWS_ENDPOINT_URL` goes before its host. */
  constructor(url: string, client: QueueClient = createSqsClientForQueue(url)) {
    this.url = url;
    this.#client = client;
  }

  /**
   * Puts a message on the queue: 1 MiB in UTF-8 at most, attributes included. SQS refuses a body with characters that XML
   * 1.0 forbids with `InvalidMessageContents`.
   */
  async send(body: string, { delaySeconds, attributes = {}, ...options }: SendOptions = {}): Promise<void> {
    const message = {
      QueueUrl: this.url,
      MessageBody: body,
      DelaySeconds: delaySeconds,
      MessageAttributes: messageAttributes(attributes),
    };
    await this.#client.send(new SendMessageCommand(message), options);
  }

  /** Hides a received message for so many seconds from now, up to 12 hours after it was received; 0 shows it at once. */
  async changeVisibility(receiptHandle: string, seconds: number, options?: AwsCallOptions): Promise<void> {
    const change = { QueueUrl: this.url, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await this.#client.send(new ChangeMessageVisibilityCommand(change), options);
  }

  /** Takes a received message off the queue for good. */
  async delete(receiptHandle: string, options?: AwsCallOptions): Promise<void> {
    const message = { QueueUrl: this.url, ReceiptHandle: receiptHandle };
    await this.#client.send(new DeleteMessageCommand(message), options);
  }

  /** Receives messages; none if none come in time. */
  async receive(options: ReceiveOptions): Promise<readonly ReceivedMessage[]> {
    const { maxMessages, waitSeconds, visibilitySeconds, abortSignal } = options;
    const command = new ReceiveMessageCommand({
      QueueUrl: this.url,
      MaxNumberOfMessages: maxMessages,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: visibilitySeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      MessageAttributeNames: ['All'],
    });
    const maxAttempts = 2;
    const timeoutMs = maxAttempts * (waitSeconds * 1_000 + ANSWER_MS);
    const { Messages: messages = [] } = await this.#client.send(command, { maxAttempts, timeoutMs, abortSignal });
    return messages.map(readMessage);
  }
}

/** What XML 1.0 forbids in a text: control characters, halves of surrogate pairs, and two that are no characters. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function messageAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, MessageAttributeValue> | undefined {
  const named = Object.entries(attributes).filter(([, value]) => value !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map(([name, value]) => [name, { DataType: 'String', StringValue: value.replace(FORBIDDEN, '\ufffd') }]),
  );
}
