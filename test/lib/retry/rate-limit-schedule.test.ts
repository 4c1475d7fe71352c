import { expect, it } from '@jest/globals';
import { RateLimitSchedule } from '../../../lib/retry/rate-limit-schedule.ts';

const NOW = Date.UTC(2030, 0, 1);
const WAIT = { retryAfterMs: 600, perCallMs: 600 };

it('gives each place as much later than the one before as the limit takes for a call', () => {
  const lines = new RateLimitSchedule();
  const waits = [0, 0, 100, 300].map((later) => lines.join('h', WAIT, NOW + later));
  expect(waits).toEqual([600, 1_200, 1_700, 2_100]);
});

it('begins anew when the last place has come', () => {
  const lines = new RateLimitSchedule();
  lines.join('h', WAIT, NOW);
  expect(lines.join('h', WAIT, NOW + 10_000)).toBe(600);
});

it('has all wait as long as Frame.io asks the first to, and those behind it the time of a call longer', () => {
  const lines = new RateLimitSchedule();
  const waits = [0, 0].map(() => lines.join('h', { retryAfterMs: 30_000, perCallMs: 100 }, NOW));
  expect(waits).toEqual([30_000, 30_100]);
});

it('gives those who are refused again, at whatever pace, their place at the end', () => {
  const lines = new RateLimitSchedule();
  const waits = [100, 100, 600, 100].map((perCallMs) => lines.join('h', { retryAfterMs: perCallMs, perCallMs }, NOW));
  expect(waits).toEqual([100, 200, 800, 900]);
});

it('has a line for each handler', () => {
  const lines = new RateLimitSchedule();
  lines.join('one', WAIT, NOW);
  expect(lines.join('other', WAIT, NOW)).toBe(600);
});
