import type { Clock } from '../../lib/index.ts';

/** A clock on which waiting takes no time: it is set forward instead, and what was waited for is kept. */
export interface TestClock extends Clock {
  /** Each wait so far, in ms. */
  readonly waits: readonly number[];
  /** Sets the clock forward. */
  pass(ms: number): void;
}

export function testClock(startsAt = Date.UTC(2026, 10, 23)): TestClock {
  let now = startsAt;
  const waits: number[] = [];
  return {
    waits,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    wait: async (ms, signal) => {
      waits.push(ms);
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
