import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { actionStoreProvider } from '../../../lib/app/action-store-provider.ts';
import { DynamoDbStore } from '../../../lib/store/dynamodb-store.ts';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import { withEnvironment } from '../../support/environment.ts';

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

it('without the table, custom actions use the store of the app', () => {
  const store = new MemoryStore();
  expect(actionStoreProvider(() => store)()).toBe(store);
});

it('without both, custom actions use the memory of the process', () => {
  const storeOf = actionStoreProvider(undefined);
  expect(storeOf()).toBeInstanceOf(MemoryStore);
  expect(storeOf()).toBe(storeOf());
});
