import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/core/clock.ts';
import { increment, storeStage } from './store-stage.ts';

let stage: Awaited<ReturnType<typeof storeStage>>;
beforeEach(async () => {
  stage = await storeStage();
});
afterEach(() => stage.stop());

describe('an item', () => {
  it('has the namespace and the key as id, the value as JSON, and the time to live attribute', async () => {
    stage.clock.advance(1); // not a whole second
    await stage.store.put('ticket/1', { id: 7 }, { expiresInSeconds: 60 });
    expect(await stage.itemOf('app#ticket/1')).toEqual({
      id: { S: 'app#ticket/1' },
      value: { S: '{"id":7}' },
      version: { S: expect.stringMatching(/^[\w-]{12}$/) },
      expiration: { N: String(Math.ceil(stage.clock.now() / 1_000) + 60) },
    });
  });

  it('lists its last 16 writes', async () => {
    for (let times = 0; times < 20; times += 1) await stage.store.update('key', increment);
    const { version } = await stage.itemOf('app#key');
    expect(version.S).toHaveLength(16 * 12);
  });

  it('stays in DynamoDB after its expiration, but is absent', async () => {
    await stage.store.put('key', 1, { expiresInSeconds: 60 });
    stage.clock.advance(60_000);
    expect(await stage.itemOf('app#key')).toBeDefined();
    expect(await stage.store.get('key')).toBeUndefined();
  });

  it('can have a key of any length', async () => {
    const keys = ['x'.repeat(2_044), 'x'.repeat(2_045), 'ü'.repeat(5_000), `${'ü'.repeat(5_000)}!`];
    for (const [number, key] of keys.entries()) await stage.store.put(key, number);
    expect(await Promise.all(keys.map((key) => stage.store.get(key)))).toEqual([0, 1, 2, 3]);
  });

  it('that another program wrote is reported if it is no JSON, without its content', async () => {
    const Item = { id: { S: 'app#key' }, value: { S: 'canary' } };
    await stage.dynamoDb.call('PutItem', { TableName: 'idempotency', Item });
    const error = await stage.store.get('key').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'store_unavailable',
      message: 'There is no JSON in "key" in the table idempotency. Delete the value.',
    });
    expect(error).not.toHaveProperty('cause');
    await stage.store.delete('key');
    expect(await stage.store.get('key')).toBeUndefined();
  });
});

describe('namespaces', () => {
  it('keep values of a table apart', async () => {
    const [outer, inner, similar] = [stage.storeOf('a'), stage.storeOf('a#b'), stage.storeOf('ab')];
    await outer.put('b#key', 'outer');
    await inner.put('key', 'inner');
    await similar.put('key', 'similar');
    expect([await outer.get('b#key'), await inner.get('key')]).toEqual(['outer', 'inner']);
  });
});

it('reads what other processes have written before', async () => {
  await stage.store.get('key');
  expect(stage.dynamoDb.calls).toMatchObject([{ operation: 'GetItem', input: { ConsistentRead: true } }]);
});

describe('changes of other processes', () => {
  it.each([
    { responses: 'arrives', prepare: () => undefined },
    { responses: 'is lost', prepare: () => stage.loseEveryResponse('UpdateItem') },
  ])('count, each of 20 at the same time, if the response to each write $responses', async ({ prepare }) => {
    prepare();
    // With real waits, because waits that take no time would let the processes collide at every try.
    const stores = Array.from({ length: 20 }, () => stage.storeOf('app', { clock: systemClock }));
    await Promise.all(stores.map((store) => store.update('key', increment)));
    expect(await stage.store.get('key')).toBe(20);
  });

  it('make an update fail after 32 tries', async () => {
    stage.precede('UpdateItem', () => stage.other.update('key', increment));
    await expect(stage.store.update('key', increment)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'Other processes keep changing "key" in the table idempotency. Use several keys.',
    });
    expect(await stage.store.get('key')).toBe(32);
    expect(stage.clock.waits).toHaveLength(32);
    expect(Math.max(...stage.clock.waits)).toBeLessThanOrEqual(800);
  });

  it('make a deletion fail after 32 tries', async () => {
    await stage.store.put('key', 0);
    stage.precede('DeleteItem', () => stage.other.update('key', increment));
    await expect(stage.store.delete('key')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await stage.store.get('key')).toBe(32);
  });
});

describe('an unavailable table', () => {
  it.each(['denied', 'throttled', 'down', 'reset'] as const)(
    'makes every method fail with a code: %s',
    async (fault) => {
      stage.dynamoDb.fault = fault;
      const error = {
        name: 'StoreError',
        code: 'store_unavailable',
        message: 'Could not read or write "key" in the table idempotency. See the cause.',
        cause: { code: fault === 'reset' ? 'aws_unreachable' : 'aws_service_error' },
      };
      await expect(stage.store.get('key')).rejects.toMatchObject(error);
      await expect(stage.store.put('key', 1)).rejects.toMatchObject(error);
      await expect(stage.store.putIfAbsent('key', 1)).rejects.toMatchObject(error);
      await expect(stage.store.update('key', increment)).rejects.toMatchObject(error);
      await expect(stage.store.delete('key')).rejects.toMatchObject(error);
    },
  );

  it('that does not exist is named', async () => {
    await expect(stage.storeOf('app', {}, 'none').get('key')).rejects.toMatchObject({
      message: expect.stringContaining('in the table none'),
      cause: { awsCode: 'ResourceNotFoundException' },
    });
  });

  it('is not asked for a value that cannot be stored', async () => {
    await expect(stage.store.put('', 1)).rejects.toThrow('A key must be');
    await expect(stage.store.put('key', Number.NaN)).rejects.toThrow('value is NaN');
    expect(stage.dynamoDb.calls).toEqual([]);
  });
});
