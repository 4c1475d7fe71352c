import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import type { Store } from '../../../lib/store/store.ts';
import { testClock } from '../../support/test-clock.ts';
import { increment, storeStage } from './store-stage.ts';

let stage: Awaited<ReturnType<typeof storeStage>>;
beforeAll(async () => {
  stage = await storeStage();
});
afterAll(() => stage.stop());

const memory = () => {
  const clock = testClock();
  return { store: new MemoryStore({ clock }), clock };
};
const dynamoDb = () => {
  const clock = testClock();
  return { store: stage.storeOf(randomUUID(), { clock }), clock };
};

describe.each([
  { name: 'MemoryStore', create: memory },
  { name: 'DynamoDbStore', create: dynamoDb },
])('$name', ({ create }) => {
  let store: Store;
  let clock: ReturnType<typeof testClock>;
  beforeEach(() => {
    ({ store, clock } = create());
  });

  it.each([null, false, 0, -1.5e-7, '', 'Grüße \u0000 \ud83d\ude00 \ud800', [], { a: [{ b: null }] }])(
    'returns %j as stored',
    async (value) => {
      await store.put('key', value);
      expect(await store.get('key')).toEqual(value);
    },
  );

  it('returns an own property __proto__ as one', async () => {
    await store.put('key', JSON.parse('{"__proto__": 1}'));
    expect(JSON.stringify(await store.get('key'))).toBe('{"__proto__":1}');
  });

  it('has no value before the first write and after the deletion', async () => {
    expect(await store.get('key')).toBeUndefined();
    await store.delete('key');
    await store.put('key', 1);
    await store.delete('key');
    expect(await store.get('key')).toBeUndefined();
  });

  it('keeps values under different keys apart', async () => {
    await store.put('a', 1);
    await store.put('a#b', 2);
    await store.put('A', 3);
    await store.delete('a');
    expect([await store.get('a'), await store.get('a#b'), await store.get('A')]).toEqual([undefined, 2, 3]);
  });

  it('is not affected by later changes of a value that it received or returned', async () => {
    const value = { tags: ['a'] };
    await store.put('key', value);
    value.tags.push('b');
    Object.assign(Object(await store.get('key')), { tags: [] });
    expect(await store.get('key')).toEqual({ tags: ['a'] });
  });

  describe('putIfAbsent', () => {
    it('writes only the first value', async () => {
      expect(await store.putIfAbsent('key', 'first')).toBe(true);
      expect(await store.putIfAbsent('key', 'second')).toBe(false);
      expect(await store.get('key')).toBe('first');
    });

    it('returns true for one of several calls at the same time', async () => {
      const calls = Array.from({ length: 10 }, (_, number) => store.putIfAbsent('key', number));
      const results = await Promise.all(calls);
      expect(results.filter(Boolean)).toEqual([true]);
      expect(await store.get('key')).toBe(results.indexOf(true));
    });

    it('writes again after the deletion', async () => {
      await store.put('key', 1);
      await store.delete('key');
      expect(await store.putIfAbsent('key', 2)).toBe(true);
    });
  });

  describe('update', () => {
    it('receives the current value and returns the new one', async () => {
      expect(await store.update('key', increment)).toBe(1);
      expect(await store.update('key', increment)).toBe(2);
      expect(await store.get('key')).toBe(2);
    });

    it('leaves the value as it is if the result is undefined', async () => {
      expect(await store.update('key', () => undefined)).toBeUndefined();
      await store.put('key', 7);
      expect(await store.update('key', () => undefined)).toBe(7);
      expect(await store.get('key')).toBe(7);
    });

    it('rejects with the error of the function, and leaves the value as it is', async () => {
      const error = new Error('no');
      const change = () => {
        throw error;
      };
      await expect(store.update('key', change)).rejects.toBe(error);
      expect(await store.get('key')).toBeUndefined();
    });

    it('counts every one of several calls at the same time', async () => {
      await Promise.all(Array.from({ length: 4 }, () => store.update('key', increment)));
      expect(await store.get('key')).toBe(4);
    });
  });

  describe('a value that expires', () => {
    beforeEach(() => store.put('key', 'old', { expiresInSeconds: 60 }));

    it('is there until then, and absent from then on', async () => {
      clock.advance(59_999);
      expect(await store.get('key')).toBe('old');
      clock.advance(1);
      expect(await store.get('key')).toBeUndefined();
    });

    it('is absent for putIfAbsent', async () => {
      clock.advance(59_999);
      expect(await store.putIfAbsent('key', 'new')).toBe(false);
      clock.advance(1);
      expect(await store.putIfAbsent('key', 'new')).toBe(true);
      expect(await store.get('key')).toBe('new');
    });

    it('is absent for update, and the new value does not expire', async () => {
      clock.advance(60_000);
      expect(await store.update('key', (current) => current ?? 'new')).toBe('new');
      clock.advance(1e9);
      expect(await store.get('key')).toBe('new');
    });

    it('does not expire after a put without a time', async () => {
      await store.put('key', 'new');
      clock.advance(60_000);
      expect(await store.get('key')).toBe('new');
    });

    it('keeps its time in an update without a time', async () => {
      await store.update('key', () => 'new');
      clock.advance(59_999);
      expect(await store.get('key')).toBe('new');
      clock.advance(1);
      expect(await store.get('key')).toBeUndefined();
    });

    it('gets a new time from an update with one', async () => {
      await store.update('key', () => 'new', { expiresInSeconds: 120 });
      clock.advance(119_999);
      expect(await store.get('key')).toBe('new');
      clock.advance(1);
      expect(await store.get('key')).toBeUndefined();
    });

    it('can be deleted before and after', async () => {
      await store.delete('key');
      expect(await store.get('key')).toBeUndefined();
      await store.put('key', 'old', { expiresInSeconds: 1 });
      clock.advance(1_000);
      await store.delete('key');
      expect(await store.putIfAbsent('key', 'new')).toBe(true);
    });
  });

  describe('a value that cannot be stored', () => {
    const atLimit = 'x'.repeat(358_398); // in quotes

    it('is refused with the path of what is not JSON', async () => {
      const value = JSON.parse('{"due": [1]}');
      value.due.push(new Date(0));
      const error = {
        name: 'StoreValueError',
        code: 'store_value_invalid',
        message: 'The value of "ticket" must be JSON, but value.due[1] is a Date.',
      };
      await expect(store.put('ticket', value)).rejects.toMatchObject(error);
      await expect(store.putIfAbsent('ticket', value)).rejects.toMatchObject(error);
      await expect(store.update('ticket', () => value)).rejects.toMatchObject(error);
      expect(await store.get('ticket')).toBeUndefined();
    });

    it('is refused with its size and the limit', async () => {
      await store.put('large', atLimit);
      expect(await store.get('large')).toBe(atLimit);
      await expect(store.put('large', `${atLimit}x`)).rejects.toMatchObject({
        code: 'store_value_invalid',
        message: 'The value of "large" has 358401 bytes as JSON, but the limit is 358400. Split it.',
      });
    });

    it('is measured in bytes, not in characters', async () => {
      await expect(store.put('large', 'ü'.repeat(200_000))).rejects.toThrow('has 400002 bytes');
    });
  });

  it.each([
    { key: '', found: '""' },
    { key: 'a\ud800', found: '"a\\ud800"' },
    { key: `${'a'.repeat(200)}\ud800`, found: `"${'a'.repeat(99)}` },
    { key: JSON.parse('7'), found: '7' },
    { key: JSON.parse('{}').none, found: 'undefined' },
  ])('refuses the key $found', async ({ key, found }) => {
    const error = {
      code: 'store_value_invalid',
      message: `A key must be a text of valid Unicode that is not empty, but is ${found}.`,
    };
    await expect(store.get(key)).rejects.toMatchObject(error);
    await expect(store.put(key, 1)).rejects.toMatchObject(error);
    await expect(store.putIfAbsent(key, 1)).rejects.toMatchObject(error);
    await expect(store.update(key, increment)).rejects.toMatchObject(error);
    await expect(store.delete(key)).rejects.toMatchObject(error);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e300])('refuses the expiration time %d', async (seconds) => {
    const options = { expiresInSeconds: seconds };
    const error = {
      code: 'store_value_invalid',
      message: expect.stringContaining(`greater than 0, but is ${seconds}`),
    };
    await expect(store.put('key', 1, options)).rejects.toMatchObject(error);
    await expect(store.putIfAbsent('key', 1, options)).rejects.toMatchObject(error);
    await expect(store.update('key', increment, options)).rejects.toMatchObject(error);
  });
});
