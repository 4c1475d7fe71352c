import { expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/core/clock.ts';

it.each([1_000, 2 ** 31, Number.POSITIVE_INFINITY])('waits %p ms until the signal aborts', async (ms) => {
  const signal = AbortSignal.timeout(30);
  await expect(systemClock.wait(ms, signal)).rejects.toMatchObject({ name: 'AbortError' });
});

it('resolves at the end of the wait', async () => {
  await expect(systemClock.wait(1)).resolves.toBeUndefined();
});

it('returns the time of the machine', () => {
  const before = Date.now();
  const now = systemClock.now();
  expect(now).toBeGreaterThanOrEqual(before);
  expect(now).toBeLessThanOrEqual(Date.now());
});
