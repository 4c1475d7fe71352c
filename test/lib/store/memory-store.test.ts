import { expect, it } from '@jest/globals';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import { testClock } from '../../support/test-clock.ts';

it('frees the memory of expired values when it stores new ones', async () => {
  const clock = testClock();
  const store = new MemoryStore({ clock });
  for (let index = 0; index < 1_000; index += 1) await store.put(`old-${index}`, index, { expiresInSeconds: 60 });
  clock.advance(61_000);
  await store.put('new', true);
  expect(store.size).toBe(1);
});

it('removes expired values each time the number of values has doubled, and keeps the others', async () => {
  const clock = testClock();
  const store = new MemoryStore({ clock });
  const putMany = async (prefix: string, count: number, expiresInSeconds?: number) => {
    for (let index = 0; index < count; index += 1) await store.put(`${prefix}-${index}`, index, { expiresInSeconds });
  };
  await putMany('kept', 1_001);
  await putMany('old', 999, 60);
  clock.advance(61_000);
  expect(store.size).toBe(2_000);
  await store.put('new', true);
  expect(store.size).toBe(1_002);
  await putMany('old', 901, 60);
  clock.advance(61_000);
  await store.put('newer', true);
  expect(store.size).toBe(1_904);
  expect(await store.get('kept-0')).toBe(0);
});
