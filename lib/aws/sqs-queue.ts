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

/** Options of `SqsQueue.send`. */
export interface SendOptions extends AwsCallOptions {
  /**
   * Delay until the message becomes visible, from 0 to 900.
   * @default the delay of the queue
   */
  readonly delaySeconds?: number | undefined;
  /**
   * Group of the message. SQS keeps the burst of one group from delaying the others.
   * @default the message is a group of its own
   */
  readonly groupId?: string | undefined;
  /**
   * Message attributes by name, at most ten. SQS refuses empty values, so `send` leaves them out. SQS also refuses
   * characters that XML 1.0 forbids, so `send` replaces them with U+FFFD.
   */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

/** Options of `SqsQueue.receive`. */
export interface ReceiveOptions {
  /** Maximum number of messages, from 1 to 10. */
  readonly maxMessages: number;
  /** Maximum wait for the first message, from 0 to 20. */
  readonly waitSeconds: number;
  /**
   * Visibility timeout of the received messages.
   * @default the visibility timeout of the queue
   */
  readonly visibilitySeconds?: number | undefined;
  readonly abortSignal?: AbortSignal | undefined;
}

/** Time for the response in ms, in addition to the wait for a message. */
const RESPONSE_TIMEOUT_MS = 5_000;

/**
 * A standard queue of Amazon SQS. SQS delivers every message at least once. `send` may store a message twice if the
 * response to its first attempt is lost.
 *
 * Every method throws AwsServiceError when SQS returns an error, and AwsConnectionError when no usable response arrives.
 */
export class SqsQueue {
  readonly url: string;
  readonly #client: QueueClient;

  /** @param url - URL of the queue. `AWS_ENDPOINT_URL_SQS` and `AWS_ENDPOINT_URL` take precedence over its host. */
  constructor(url: string, client: QueueClient = createSqsClientForQueue(url)) {
    this.url = url;
    this.#client = client;
  }

  /**
   * Sends a message of at most 1 MiB in UTF-8, attributes included. If the body has a character that XML 1.0 forbids, SQS
   * refuses it with `InvalidMessageContents`.
   */
  async send(body: string, { delaySeconds, groupId, attributes = {}, ...options }: SendOptions = {}): Promise<void> {
    const message = {
      QueueUrl: this.url,
      MessageBody: body,
      DelaySeconds: delaySeconds,
      MessageGroupId: groupId,
      MessageAttributes: messageAttributes(attributes),
    };
    await this.#client.send(new SendMessageCommand(message), options);
  }

  /** Hides a received message for `seconds` from now, up to 12 hours after its receipt. 0 makes it visible at once. */
  async changeVisibility(receiptHandle: string, seconds: number, options?: AwsCallOptions): Promise<void> {
    const change = { QueueUrl: this.url, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
    await this.#client.send(new ChangeMessageVisibilityCommand(change), options);
  }

  /** Deletes a received message from the queue. */
  async delete(receiptHandle: string, options?: AwsCallOptions): Promise<void> {
    const message = { QueueUrl: this.url, ReceiptHandle: receiptHandle };
    await this.#client.send(new DeleteMessageCommand(message), options);
  }

  /** Receives messages. Returns an empty array if none arrives in time. */
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
    const timeoutMs = maxAttempts * (waitSeconds * 1_000 + RESPONSE_TIMEOUT_MS);
    const { Messages: messages = [] } = await this.#client.send(command, { maxAttempts, timeoutMs, abortSignal });
    return messages.map(readMessage);
  }
}

/** Characters that XML 1.0 forbids: control characters, unpaired surrogates, U+FFFE and U+FFFF. */
const FORBIDDEN_CHARACTERS = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function messageAttributes(
  attributes: Readonly<Record<string, string>>,
): Record<string, MessageAttributeValue> | undefined {
  const named = Object.entries(attributes).filter(([, value]) => value !== '');
  if (named.length === 0) return undefined;
  return Object.fromEntries(
    named.map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value.replace(FORBIDDEN_CHARACTERS, '\ufffd') },
    ]),
  );
}
