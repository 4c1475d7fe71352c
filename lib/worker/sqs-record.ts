/** A message as Lambda's event source mapping hands it over (Lambda guide, Using Lambda with SQS). */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often SQS has given it to somebody, this time included. */
  readonly receiveCount: number;
  /** When it was put into the queue, in ms since 1970. */
  readonly sentAt: number;
}

/** A batch of records, as they came. */
export interface Batch {
  readonly Records: Record<string, unknown>[];
}

/** @throws TypeError for what is no batch. */
export function readBatch(event: unknown): Batch {
  const { Records: records } = fieldsOf(event);
  if (!Array.isArray(records)) throw new TypeError('The worker was given something that is no batch of messages.');
  return { Records: records.map(fieldsOf) };
}

/** @throws TypeError for what is no record of SQS. */
export function readSqsRecord(record: unknown): SqsRecord {
  const { messageId, receiptHandle, body, attributes } = fieldsOf(record);
  if (typeof messageId !== 'string' || typeof receiptHandle !== 'string' || typeof body !== 'string') {
    throw new TypeError('The worker was given something that is no record of SQS: let its queue be its only source.');
  }
  const { ApproximateReceiveCount, SentTimestamp } = fieldsOf(attributes);
  const receiveCount = numberOr(ApproximateReceiveCount, 1);
  return { messageId, receiptHandle, body, receiveCount, sentAt: numberOr(SentTimestamp, Date.now()) };
}

function numberOr(value: unknown, otherwise: number): number {
  const number = Number(value ?? otherwise);
  return Number.isFinite(number) ? number : otherwise;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
