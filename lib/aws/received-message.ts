import type { Message } from '@aws-sdk/client-sqs';

/** A message from a queue. */
export interface ReceivedMessage {
  readonly messageId: string;
  /** Identifies this receipt. Deleting the message or changing its visibility requires it. */
  readonly receiptHandle: string;
  readonly body: string;
  /** Message attributes by name, those with a string value only. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Number of receives, this one included. */
  readonly receiveCount: number;
  /** Time of sending in ms since 1970. */
  readonly sentAt: number;
}

/** Converts one message of a `ReceiveMessage` response. */
export function readMessage(message: Message): ReceivedMessage {
  const { MessageId, ReceiptHandle, Body, Attributes: { ApproximateReceiveCount, SentTimestamp } = {} } = message;
  const attributes = Object.entries(message.MessageAttributes ?? {}).flatMap(([name, { StringValue }]) =>
    StringValue === undefined ? [] : [[name, StringValue] as const],
  );
  return {
    messageId: String(MessageId),
    receiptHandle: String(ReceiptHandle),
    body: String(Body),
    attributes: Object.fromEntries(attributes),
    receiveCount: Number(ApproximateReceiveCount),
    sentAt: Number(SentTimestamp),
  };
}
