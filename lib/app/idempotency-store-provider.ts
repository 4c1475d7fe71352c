import { ENV } from '../core/env.ts';
import { DynamoDbIdempotencyStore } from '../idempotency/dynamodb-idempotency-store.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';

/**
 * Returns a function that returns the idempotency store of an app: the given one, or by default the DynamoDB table that
 * `IDEMPOTENCY_TABLE` names. Without the variable, the app has no store.
 */
export function idempotencyStoreProvider(given: IdempotencyStore | undefined): () => IdempotencyStore | undefined {
  let store = given;
  return () => {
    const tableName = process.env[ENV.idempotencyTable];
    if (tableName) store ??= new DynamoDbIdempotencyStore(tableName);
    return store;
  };
}
