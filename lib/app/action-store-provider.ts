import { createDynamoDbClient } from '../aws/dynamodb-client.ts';
import { ENV } from '../core/env.ts';
import { DynamoDbStore } from '../store/dynamodb-store.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';

/** Precedes the keys of custom actions in the table of the idempotency records. */
const NAMESPACE = 'frameio-lambda-actions';

/** Time limit of a call in ms: a person waits. */
const TIMEOUT_MS = 1_500;

/**
 * Returns a function that returns the store of answers and wizards: the DynamoDB table that `IDEMPOTENCY_TABLE` names; without
 * the variable, the store of the app; without both, the memory of the process.
 */
export function actionStoreProvider(appStore: (() => Store) | undefined): () => Store {
  let store: Store | undefined;
  return () => {
    const tableName = process.env[ENV.idempotencyTable];
    store ??= tableName
      ? new DynamoDbStore(tableName, { namespace: NAMESPACE, table: createDynamoDbClient({ timeoutMs: TIMEOUT_MS }) })
      : (appStore?.() ?? new MemoryStore());
    return store;
  };
}
