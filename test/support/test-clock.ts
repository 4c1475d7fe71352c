import type { Clock } from '../../lib/core/clock.ts';

/** A clock whose waits take no time: each wait advances the clock and is recorded. */
export interface TestClock extends Clock {
  /** Each wait so far, in ms. */
  readonly waits: readonly number[];
  /** Advances the clock. */
  advance(ms: number): void;
}

export function testClock(startsAt = Date.UTC(2026, 10, 23)): TestClock {
  let now = startsAt;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
    wait: async (ms, signal) => {
      waits.push(ms);
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
