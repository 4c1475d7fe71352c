import { createHash } from 'node:crypto';
import type { SynthesizedTable } from '../../cdk/synthesized-resources.ts';
import type { DynamoDb } from '../aws/dynamodb/dynamodb.ts';

/**
 * Lets the idempotency store forget that it knows an event with this body. Otherwise it treats a delivery with the same body as
 * a repetition, for events that do not happen twice within minutes.
 *
 * @param handlerNames - The handlers that listen to the event.
 */
export async function forgetEvent(
  dynamoDb: DynamoDb,
  tables: readonly SynthesizedTable[],
  { body, handlerNames }: { readonly body: string; readonly handlerNames: readonly string[] },
): Promise<void> {
  for (const { logicalId, partitionKey } of tables) {
    for (const handlerName of handlerNames) {
      const Key = { [partitionKey]: { S: eventIdOf(body, handlerName) } };
      await dynamoDb.call('DeleteItem', { TableName: logicalId, Key });
    }
  }
}

/** The id that `FirstDeliveries` gives the list of an event's deliveries. */
function eventIdOf(body: string, handlerName: string): string {
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const hash = createHash('sha256').update(`${bodyHash}#${handlerName}`);
  return `frameio-lambda-events#${hash.digest('base64')}`;
}
