import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import type { SameEventRule } from '../../../lib/idempotency/same-event.ts';
import { webhookEvent } from '../../support/events.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let table: TestTable;
beforeAll(async () => {
  table = await startIdempotencyTable();
});
afterAll(() => table.close());

/** Dispatches the same body twice, a minute apart, to handlers with these rules. Returns their delivery keys. */
async function keysOf(body: string, rules: Readonly<Record<string, SameEventRule | undefined>>) {
  const app = new App({
    logger: new MemoryLogger(),
    idempotencyStore: new DynamoDbIdempotencyStore(table.name, table.client),
  });
  const keys: Record<string, (string | undefined)[]> = {};
  const keep = (name: string, key: string | undefined) => {
    keys[name] = [...(keys[name] ?? []), key];
  };
  for (const [name, sameEvent] of Object.entries(rules)) {
    const options = { name, ...(sameEvent && { sameEvent }) };
    app.onWebhook('file.ready', ({ deliveryKey: key }) => keep(name, key), options);
  }
  for (const timestamp of ['1795000000', '1795000060']) {
    const signed = { body, timestamp };
    const details = { deliveryKey: deliveryKey(signed), signed, correlationId: 'c', attempt: 1, receivedAt: 0 };
    await app.dispatch(webhookEvent(), 10_000, details);
  }
  return keys;
}

it('applies the rule of each handler', async () => {
  const body = '{"number":1}';
  const [first, second] = ['1795000000', '1795000060'].map((timestamp) => deliveryKey({ body, timestamp }));
  const keys = await keysOf(body, { default: undefined, exact: 'body-and-timestamp', custom: () => 'same' });
  expect(keys).toEqual({ default: [first], exact: [first, second], custom: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
});

it('fails the handler whose function throws, and no other', async () => {
  const fail = () => {
    throw new Error('no id');
  };
  const keys = await keysOf('{"number":2}', { good: undefined, bad: fail });
  expect(Object.keys(keys)).toEqual(['good']);
});

it('passes the typed event to the function', () => {
  const app = new App();
  app.onWebhook('file.ready', () => {}, { sameEvent: ({ type }) => type satisfies 'file.ready' });
  app.onWebhook('*', () => {}, { sameEvent: ({ resourceId }) => resourceId });
});

it.each(['timestamp', 7, null])('refuses the rule %j', (rule) => {
  const options = { sameEvent: rule as SameEventRule };
  expect(() => new App().onWebhook('file.ready', () => {}, options)).toThrow(ConfigError);
});
