import { DynamoDbStore } from '../../lib/store/dynamodb-store.ts';
import type { Store } from '../../lib/store/store.ts';
import { NAMES } from '../isolation/test-environment.ts';

/** Returns the store of a test, for code outside of the test's handlers. */
export function testStore(run: <Result>(work: () => Result) => Result): Store {
  const store = new DynamoDbStore(NAMES.storeTable, { namespace: NAMES.storeNamespace });
  return {
    get: (...given) => run(() => store.get(...given)),
    put: (...given) => run(() => store.put(...given)),
    putIfAbsent: (...given) => run(() => store.putIfAbsent(...given)),
    update: (...given) => run(() => store.update(...given)),
    delete: (...given) => run(() => store.delete(...given)),
  };
}
