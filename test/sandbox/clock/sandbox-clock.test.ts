import { expect, it } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';

const START = Date.UTC(2026, 10, 23);

it('stands still until it is advanced', () => {
  const clock = new SandboxClock({ frozenAt: START });
  expect(clock.now()).toBe(START);
  clock.advance(1_500);
  expect(clock.now()).toBe(START + 1_500);
});

it('runs the timers on the way in order, each at its time', () => {
  const clock = new SandboxClock({ frozenAt: START });
  const ran: [string, number][] = [];
  const addTimer = (name: string, afterMs: number) =>
    clock.schedule(START + afterMs, () => void ran.push([name, clock.now() - START]));
  addTimer('second', 20);
  addTimer('first', 10);
  addTimer('second too', 20);
  addTimer('later', 31);
  addTimer('cancelled', 15)();
  expect(clock.nextTimerAt).toBe(START + 10);
  clock.advance(30);
  expect(ran).toEqual([
    ['first', 10],
    ['second', 20],
    ['second too', 20],
  ]);
  expect(clock.nextTimerAt).toBe(START + 31);
});

it('runs a timer that another timer scheduled on the way', () => {
  const clock = new SandboxClock({ frozenAt: START });
  const ran: number[] = [];
  clock.schedule(START + 10, () => {
    ran.push(10);
    clock.schedule(START + 15, () => ran.push(15));
  });
  clock.advance(20);
  expect(ran).toEqual([10, 15]);
});

it('rounds times up to whole milliseconds', () => {
  const clock = new SandboxClock({ frozenAt: START });
  const ran: number[] = [];
  clock.schedule(START + 0.5, () => ran.push(clock.now() - START));
  clock.schedule(START + 1.25, () => ran.push(clock.now() - START))();
  clock.advance(1.5);
  expect(clock.now()).toBe(START + 2);
  expect(ran).toEqual([1]);
});

it('follows the machine’s clock, and can be advanced', async () => {
  const clock = new SandboxClock();
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(50);
  const soon = new Promise<string>((resolve) => clock.schedule(clock.now() + 5, () => resolve('by itself')));
  const inAnHour = clock.wait(3_600_000);
  expect(await soon).toBe('by itself');
  clock.advance(3_600_000);
  await inAnHour;
  expect(clock.now() - Date.now()).toBeGreaterThan(3_599_000);
});

it('ends a wait that is aborted', async () => {
  const clock = new SandboxClock({ frozenAt: START });
  const stop = new AbortController();
  const waiting = clock.wait(10, stop.signal);
  stop.abort();
  await expect(waiting).rejects.toThrow('aborted');
  expect(clock.nextTimerAt).toBeUndefined();
});

it('resumes from the time at which it was frozen', async () => {
  const clock = new SandboxClock({ frozenAt: 1_000_000 });
  const waited = clock.wait(1);
  expect(clock.now()).toBe(1_000_000);
  clock.resume();
  await waited;
  expect(clock.now()).toBeGreaterThanOrEqual(1_000_001);
  expect(clock.now()).toBeLessThan(1_100_000);
});
