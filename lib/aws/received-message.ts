import type { Message } from '@aws-sdk/client-sqs';

/** A message from a queue. */
export interface ReceivedMessage {
  readonly messageId: string;
  /** What this receipt of it is called, to delete the message or hide it longer. */
  readonly receiptHandle: string;
  readonly body: string;
  /** The texts that were sent along, by name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How often it has been received, this time included. */
  readonly receiveCount: number;
  /** When it was sent, in ms since 1970. */
  readonly sentAt: number;
}

/** Reads one message of SQS's answer to `ReceiveMessage`. */
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
