import { expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/clock.ts';

const START = Date.UTC(2026, 10, 23);

it('stands still until it is set forward', () => {
  const clock = new SandboxClock({ standsAt: START });
  expect(clock.now()).toBe(START);
  clock.pass(1_500);
  expect(clock.now()).toBe(START + 1_500);
});

it('rings what lies on the way, in the order of time, and each when it is due', () => {
  const clock = new SandboxClock({ standsAt: START });
  const rung: [string, number][] = [];
  const alarm = (name: string, afterMs: number) =>
    clock.at(START + afterMs, () => void rung.push([name, clock.now() - START]));
  alarm('second', 20);
  alarm('first', 10);
  alarm('second too', 20);
  alarm('later', 31);
  alarm('taken back', 15)();
  expect(clock.nextAlarmAt).toBe(START + 10);
  clock.pass(30);
  expect(rung).toEqual([
    ['first', 10],
    ['second', 20],
    ['second too', 20],
  ]);
  expect(clock.nextAlarmAt).toBe(START + 31);
});

it('rings what an alarm has set on the way', () => {
  const clock = new SandboxClock({ standsAt: START });
  const rung: number[] = [];
  clock.at(START + 10, () => {
    rung.push(10);
    clock.at(START + 15, () => rung.push(15));
  });
  clock.pass(20);
  expect(rung).toEqual([10, 15]);
});

it('goes by whole ms, and rings for part of one at its end', () => {
  const clock = new SandboxClock({ standsAt: START });
  const rung: number[] = [];
  clock.at(START + 0.5, () => rung.push(clock.now() - START));
  clock.at(START + 1.25, () => rung.push(clock.now() - START))();
  clock.pass(1.5);
  expect(clock.now()).toBe(START + 2);
  expect(rung).toEqual([1]);
});

it('follows the machine’s clock, and can be set ahead of it', async () => {
  const clock = new SandboxClock();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  const soon = new Promise<string>((resolve) => clock.at(clock.now() + 5, () => resolve('by itself')));
  const inAnHour = clock.wait(3_600_000);
  expect(await soon).toBe('by itself');
  clock.pass(3_600_000);
  await inAnHour;
  expect(clock.now() - Date.now()).toBeGreaterThan(3_599_000);
});

it('ends a wait that is no longer wanted', async () => {
  const clock = new SandboxClock({ standsAt: START });
  const stop = new AbortController();
  const waiting = clock.wait(10, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
  expect(clock.nextAlarmAt).toBeUndefined();
});

it('that stands still goes on from there once it is told to follow the machine', async () => {
  const clock = new SandboxClock({ standsAt: 1_000_000 });
  const waited = clock.wait(1);
  expect(clock.now()).toBe(1_000_000);
  clock.follow();
  await waited;
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_001);
  expect(clock.now()).toBeLessThan(1_100_000);
});
