import { expect, it } from '@jest/globals';
import { parseDuration } from '../../cli/parse-duration.ts';

it.each([
  { text: '250ms', ms: 250 },
  { text: '90s', ms: 90_000 },
  { text: '1.5h', ms: 5_400_000 },
  { text: '1d1h1m', ms: 90_060_000 },
])('parses $text', ({ text, ms }) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(['', '15', 'm', '1 h', '-1h', '1h x'])('refuses "%s"', (text) => {
  expect(() => parseDuration(text)).toThrow('Expected a duration');
});
