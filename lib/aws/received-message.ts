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

/** The messages in SQS's answer to `ReceiveMessage`, which leaves the list out when there are none. */
export function readMessages(answer: unknown): readonly ReceivedMessage[] {
  const messages = fieldsOf(answer).Messages;
  return Array.isArray(messages) ? messages.map(readMessage) : [];
}

function readMessage(message: unknown): ReceivedMessage {
  const { MessageId, ReceiptHandle, Body, Attributes, MessageAttributes } = fieldsOf(message);
  const { ApproximateReceiveCount, SentTimestamp } = fieldsOf(Attributes);
  const attributes = Object.entries(fieldsOf(MessageAttributes)).flatMap(([name, attribute]) => {
    const { StringValue } = fieldsOf(attribute);
    return typeof StringValue === 'string' ? [[name, StringValue] as const] : [];
  });
  return {
    messageId: String(MessageId),
    receiptHandle: String(ReceiptHandle),
    body: String(Body),
    attributes: Object.fromEntries(attributes),
    receiveCount: Number(ApproximateReceiveCount),
    sentAt: Number(SentTimestamp),
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
