import { expect, it } from '@jest/globals';
import { limitWait, MAX_FRAMEIO_WAIT_MS, MAX_IMS_WAIT_MS } from '../../../lib/core/requested-wait.ts';

it.each([
  { name: 'keeps a wait below the maximum', requestedMs: 400, expected: 400 },
  { name: 'limits a longer wait', requestedMs: 2_000, expected: 1_000 },
  { name: 'does not wait for a negative time', requestedMs: -1, expected: 0 },
])('$name', ({ requestedMs, expected }) => {
  expect(limitWait(requestedMs, 1_000)).toBe(expected);
});

it('allows Frame.io a wait of 15 minutes, and Adobe IMS one of 5', () => {
  expect([MAX_FRAMEIO_WAIT_MS, MAX_IMS_WAIT_MS]).toEqual([900_000, 300_000]);
});
