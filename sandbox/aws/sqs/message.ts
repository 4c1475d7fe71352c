import { createHash } from 'node:crypto';

/** A message attribute. Binary values are in base64, as on the wire. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** A message as it was sent. */
export interface SentMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Group of the message. Without one, the message is a group of its own. */
  readonly groupId?: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
}

/** A message as a receiver gets it. */
export interface ReceivedMessage extends SentMessage {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly firstReceivedAt: number;
  /** ARN of the queue that the message was moved from, if it is in a dead-letter queue. */
  readonly deadLetterSourceArn?: string;
}

/** SQS guide, quotas of messages. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** Returns the size that SQS limits: the body, and name, type and value of each attribute, in bytes. */
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

/** Digests the attributes (SQS guide, "Calculating the MD5 message digest for message attributes"), if there are any. */
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

/** Returns the message system attributes of SQS, by name. */
export function systemAttributesOf(message: ReceivedMessage): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: 'AROASANDBOX:sandbox',
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ...(message.groupId !== undefined && { MessageGroupId: message.groupId }),
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
