import { expect, it } from '@jest/globals';
import { RateLimitSchedule } from '../../../lib/retry/rate-limit-schedule.ts';

const NOW = Date.UTC(2030, 0, 1);
const WAIT = { retryAfterMs: 600, perCallMs: 600 };

it('spaces slots by the time the rate limit needs for one call', () => {
  const schedule = new RateLimitSchedule();
  const waits = [0, 0, 100, 300].map((later) => schedule.join('h', WAIT, NOW + later));
  expect(waits).toEqual([600, 1_200, 1_700, 2_100]);
});

it('starts from now when the last slot has passed', () => {
  const schedule = new RateLimitSchedule();
  schedule.join('h', WAIT, NOW);
  expect(schedule.join('h', WAIT, NOW + 10_000)).toBe(600);
});

it('adds the requested delay to the wait for the slot', () => {
  const schedule = new RateLimitSchedule();
  const waits = [0, 0].map(() => schedule.join('h', { retryAfterMs: 30_000, perCallMs: 100 }, NOW));
  expect(waits).toEqual([30_000, 30_100]);
});

it('reserves a slot at the end for a delivery that is refused again, at any rate', () => {
  const schedule = new RateLimitSchedule();
  const waits = [100, 100, 600, 100].map((perCallMs) =>
    schedule.join('h', { retryAfterMs: perCallMs, perCallMs }, NOW),
  );
  expect(waits).toEqual([100, 200, 800, 900]);
});

it('has a separate schedule for each handler', () => {
  const schedule = new RateLimitSchedule();
  schedule.join('one', WAIT, NOW);
  expect(schedule.join('other', WAIT, NOW)).toBe(600);
});
