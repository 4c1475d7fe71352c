import { expect, it } from '@jest/globals';
import { FaultSchedule } from '../../simulation/fault-schedule.ts';

const RATE = {
  probability: 0.3,
  maxRunLength: 3,
  faults: [
    [2, 'down'],
    [1, 'hang'],
  ],
} as const;

const firstFaults = (schedule: FaultSchedule<string>, subject: string) =>
  Array.from({ length: 50 }, () => schedule.next(subject));

it('gives the n-th call of a subject the same fault if calls of others come between', () => {
  const alone = firstFaults(new FaultSchedule<string>('seed', RATE), 'event 1');
  const schedule = new FaultSchedule<string>('seed', RATE);
  const interleaved = Array.from({ length: 50 }, () => {
    schedule.next('event 2');
    return schedule.next('event 1');
  });
  expect(interleaved).toEqual(alone);
  expect(new Set(alone)).toEqual(new Set([undefined, 'down', 'hang']));
});

it('gives every subject faults of its own', () => {
  const schedule = new FaultSchedule<string>('seed', RATE);
  expect(firstFaults(schedule, 'event 1')).not.toEqual(firstFaults(schedule, 'event 2'));
});
