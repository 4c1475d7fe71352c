import { expect, it } from '@jest/globals';
import { toMs } from '../../testing/duration.ts';

it.each([
  [1_500, 1_500],
  ['1 second', 1_000],
  ['15 minutes', 900_000],
  ['1.5 hours', 5_400_000],
  ['2 days', 172_800_000],
] as const)('%s is %i ms', (duration, expected) => {
  expect(toMs(duration)).toBe(expected);
});

it.each([-1, Number.NaN])('refuses %s ms', (duration) => {
  expect(() => toMs(duration)).toThrow('is no duration');
});

it('refuses a malformed number with a unit', () => {
  expect(() => toMs('1e3 seconds')).toThrow('"1e3 seconds" is no duration. Pass milliseconds, or a text such as');
});
