import { createHash } from 'node:crypto';
import type { SynthesizedTable } from '../../cdk/synthesized-resources.ts';
import { isRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { DynamoDb } from '../aws/dynamodb/dynamodb.ts';

/** What the idempotency store knows about a handler's work for a delivery. */
export interface WorkRecord {
  readonly isCompleted: boolean;
  /** Number of attempts that failed, or started and recorded no end. */
  readonly failures: number;
  /** When another process may start the work, in milliseconds since 1970. */
  readonly lockedUntil: number | undefined;
  /** When the table may delete the record, in milliseconds since 1970. */
  readonly expiresAt: number | undefined;
}

/** Reads the record of a handler's work from a table. Returns `undefined` if the table has no record. */
export async function readWorkRecord(
  dynamoDb: DynamoDb,
  { logicalId, partitionKey }: SynthesizedTable,
  work: Work,
): Promise<WorkRecord | undefined> {
  const key = { [partitionKey]: { S: recordIdOf(work) } };
  const response = await dynamoDb.call('GetItem', { TableName: logicalId, Key: key, ConsistentRead: true });
  const { Item: item } = recordOf(response);
  if (!isRecord(item)) return undefined;
  const isCompleted = recordOf(item.status).S === 'COMPLETED';
  const expirySeconds = numberOf(item.expiration);
  return {
    isCompleted,
    failures: numberOf(item.failures) ?? 0,
    lockedUntil: numberOf(item.in_progress_expiration),
    expiresAt: expirySeconds && expirySeconds * 1_000,
  };
}

function numberOf(attribute: unknown): number | undefined {
  const { N: text } = recordOf(attribute);
  return typeof text === 'string' ? Number(text) : undefined;
}

interface Work {
  readonly deliveryKey: string;
  readonly handlerName: string;
}

/** The id that `DynamoDbIdempotencyStore` and Powertools (`BasePersistenceLayer`) give a record. */
function recordIdOf({ deliveryKey, handlerName }: Work): string {
  const hash = createHash('sha256').update(JSON.stringify(`${deliveryKey}#${handlerName}`));
  return `frameio-lambda#${hash.digest('base64')}`;
}
