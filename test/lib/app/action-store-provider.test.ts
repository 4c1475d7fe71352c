import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { actionStoreProvider } from '../../../lib/app/action-store-provider.ts';
import { DynamoDbStore } from '../../../lib/store/dynamodb-store.ts';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import { withEnvironment } from '../../support/environment.ts';
import { startIdempotencyTable } from '../../support/idempotency-table.ts';

let restore = () => {};
beforeEach(() => {
  restore = withEnvironment({ IDEMPOTENCY_TABLE: undefined, AWS_REGION: 'us-east-1' });
});
afterEach(() => restore());

it('custom actions use the idempotency table, even if the app has a store', () => {
  process.env.IDEMPOTENCY_TABLE = 'idempotency';
  const storeOf = actionStoreProvider(() => new MemoryStore());
  expect(storeOf()).toBeInstanceOf(DynamoDbStore);
  expect(storeOf()).toBe(storeOf());
});

it('custom actions have a namespace of their own in the table', async () => {
  const table = await startIdempotencyTable();
  const location = { IDEMPOTENCY_TABLE: table.name, AWS_ENDPOINT_URL_DYNAMODB: table.url };
  const restoreLocation = withEnvironment({ ...location, AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' });
  await actionStoreProvider(undefined)().put('key', 'answer');
  const read = (namespace: string) => new DynamoDbStore(table.name, { namespace, table: table.client }).get('key');
  const values = [await read('frameio-lambda-actions'), await read('frameio-lambda')];
  restoreLocation();
  await table.close();
  expect(values).toEqual(['answer', undefined]);
});

it('without the table, custom actions use the store of the app', () => {
  const store = new MemoryStore();
  expect(actionStoreProvider(() => store)()).toBe(store);
});

it('without both, custom actions use the memory of the process', () => {
  const storeOf = actionStoreProvider(undefined);
  expect(storeOf()).toBeInstanceOf(MemoryStore);
  expect(storeOf()).toBe(storeOf());
});
