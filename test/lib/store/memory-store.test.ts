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
