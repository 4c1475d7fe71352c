import { createHash } from 'node:crypto';

/** One attribute a sender attached; binary values in base64, as they come over the wire. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message, as it was sent. */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Ms since 1970. */
  readonly sentAt: number;
}

/** A message, as a receiver gets it. */
export interface ReceivedMessage extends SentMessage {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  /** The queue it has been moved from, when it is in the dead-letter queue. */
  readonly deadLetterSourceArn?: string;
}

/** SQS guide, quotas of messages. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** What counts against the size limit: body, and name, type and value of each attribute. */
export function sizeOf({ body, attributes }: Pick<SentMessage, 'body' | 'attributes'>): number {
  const parts = Object.entries(attributes).flatMap(([name, attribute]) => [
    name,
    attribute.DataType,
    bytesOrText(attribute),
  ]);
  return [body, ...parts].reduce((sum, part) => sum + Buffer.byteLength(part), 0);
}

export function md5Of(body: string): string {
  return createHash('md5').update(body).digest('hex');
}

/** SQS guide, "Calculating the MD5 message digest for message attributes"; `undefined` when there are none. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash('md5');
  const addWithLength = (part: string | Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(part));
    hash.update(length).update(part);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    addWithLength(name);
    addWithLength(attribute.DataType);
    hash.update(Buffer.from([isBinary(attribute) ? 2 : 1]));
    addWithLength(bytesOrText(attribute));
  }
  return hash.digest('hex');
}

/** What SQS tells about a message beside what was sent, by the names it has for it. */
export function systemAttributesOf(message: ReceivedMessage): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AROASANDBOX:sandbox',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn }),
  };
}

export function isBinary({ DataType }: MessageAttribute): boolean {
  return DataType.startsWith('Binary');
}

function bytesOrText(attribute: MessageAttribute): string | Buffer {
  if (isBinary(attribute)) return Buffer.from(attribute.BinaryValue ?? '', 'base64');
  return attribute.StringValue ?? '';
}
