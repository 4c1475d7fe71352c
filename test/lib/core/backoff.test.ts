import { expect, it } from '@jest/globals';
import { backoffMs } from '../../../lib/core/backoff.ts';

it.each([
  { attempt: 0, limit: 500 },
  { attempt: 1, limit: 1_000 },
  { attempt: 4, limit: 8_000 },
  { attempt: 5, limit: 8_000 },
])('waits up to $limit ms after attempt $attempt', ({ attempt, limit }) => {
  expect(backoffMs(attempt, 0)).toBe(0);
  expect(backoffMs(attempt, 0.5)).toBe(limit / 2);
  expect(backoffMs(attempt, 1)).toBe(limit);
});
