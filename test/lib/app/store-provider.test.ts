import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { storeProvider } from '../../../lib/app/store-provider.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { DynamoDbStore } from '../../../lib/store/dynamodb-store.ts';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let restore: () => void = () => undefined;
const setVariables = (variables: Readonly<Record<string, string | undefined>>) => {
  restore = withEnvironment({ STORE_TABLE: undefined, STORE_NAMESPACE: undefined, ...variables });
};
afterEach(() => restore());

it.each([undefined, 'true'])(
  'handlers receive the given store if FRAMEIO_LAMBDA_ONLY_WEBHOOKS is %s',
  async (value) => {
    setVariables({ FRAMEIO_LAMBDA_ONLY_WEBHOOKS: value });
    const store = new MemoryStore();
    const app = new App({ logger: new MemoryLogger(), store });
    app.onWebhook('file.ready', (context) => context.store.put('key', context.event.type));
    await app.dispatch(webhookEvent(), 1_000);
    expect(await store.get('key')).toBe('file.ready');
  },
);

it.each([true, false])(
  'a bundle without the code for the table throws for the option %s, and says to bundle again',
  (option) => {
    setVariables({ FRAMEIO_LAMBDA_ONLY_WEBHOOKS: 'true', STORE_TABLE: 'table' });
    expect(storeProvider(option)).toThrow(ConfigError);
    expect(storeProvider(option)).toThrow('This bundle leaves out custom actions, jobs and the store');
  },
);

it('throws for an app that declares no store, and says how to declare one', () => {
  setVariables({ STORE_TABLE: 'table' });
  expect(storeProvider(false)).toThrow(
    new ConfigError('The app declares no store, but a handler uses it. Declare one: new App({ store: true }).'),
  );
});

it.each([undefined, ''])('throws if STORE_TABLE is %j, and names the variable', (table) => {
  setVariables({ STORE_TABLE: table });
  expect(storeProvider(true)).toThrow(ConfigError);
  expect(storeProvider(true)).toThrow('the environment variable STORE_TABLE is not set.');
});

it('reads the variable at the first use, and creates one store', () => {
  setVariables({});
  const provide = storeProvider(true);
  process.env.STORE_TABLE = 'table';
  expect(provide()).toBeInstanceOf(DynamoDbStore);
  expect(provide()).toBe(provide());
});

describe('the table of the environment', () => {
  let table: TestTable;
  beforeEach(async () => {
    table = await startIdempotencyTable();
  });
  afterEach(() => table.close());

  const storeIn = (namespace: string | undefined) => {
    const location = { AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_DYNAMODB: table.url };
    const credentials = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' };
    setVariables({ ...location, ...credentials, STORE_TABLE: table.name, STORE_NAMESPACE: namespace });
    return storeProvider(true)();
  };

  it('has the values of each namespace', async () => {
    for (const namespace of ['Media/Frameio', 'Archive/Frameio', undefined]) {
      const store = storeIn(namespace);
      expect(await store.putIfAbsent('key', namespace ?? 'none')).toBe(true);
      restore();
    }
    expect(await storeIn('Media/Frameio').get('key')).toBe('Media/Frameio');
  });
});
