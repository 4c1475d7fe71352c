import { expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/core/clock.ts';

it.each([1_000, 2 ** 31, Number.POSITIVE_INFINITY])('a wait of %p ms lasts until it is aborted', async (ms) => {
  const signal = AbortSignal.timeout(30);
  await expect(systemClock.wait(ms, signal)).rejects.toMatchObject({ name: 'AbortError' });
});
