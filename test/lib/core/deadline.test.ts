import { expect, it } from '@jest/globals';
import { getDeadline, setDeadline } from '../../../lib/core/deadline.ts';

it('returns the deadline of a signal, and none of another', () => {
  const { signal } = new AbortController();
  setDeadline(signal, 1_700_000_000_000);
  expect(getDeadline(signal)).toBe(1_700_000_000_000);
  expect(getDeadline(new AbortController().signal)).toBeUndefined();
});
