import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import { DynamoDbStore } from '../store/dynamodb-store.ts';
import type { Store } from '../store/store.ts';
import { leftOutError } from './left-out-error.ts';

/** Namespace of an app whose deployment names none. */
const DEFAULT_NAMESPACE = 'frameio-lambda';

/**
 * Returns a function that returns the store of an app: the given one, or the DynamoDB table that `STORE_TABLE` names.
 *
 * The function throws a ConfigError if the app declares no store, if the variable is not set, and in a bundle that leaves out
 * the table.
 */
export function storeProvider(option: boolean | Store): () => Store {
  if (typeof option === 'object') return () => option;
  // A constant in a bundle: see `cdk/bundling`. With an if statement, esbuild would not leave out the table.
  return process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true' ? leftOut : tableStoreProvider(option);
}

function leftOut(): never {
  throw leftOutError();
}

function tableStoreProvider(isDeclared: boolean): () => Store {
  let store: Store | undefined;
  return () => {
    if (!isDeclared) {
      throw new ConfigError('The app declares no store, but a handler uses it. Declare one: new App({ store: true }).');
    }
    store ??= new DynamoDbStore(tableName(), { namespace: process.env[ENV.storeNamespace] || DEFAULT_NAMESPACE });
    return store;
  };
}

function tableName(): string {
  const name = process.env[ENV.storeTable];
  if (name) return name;
  throw new ConfigError(
    `The app declares a store, but the environment variable ${ENV.storeTable} is not set. Set it to the name of a DynamoDB table, as FrameioWebhook does, or pass a store: new App({ store: new MemoryStore() }).`,
  );
}
