import { expect, it } from '@jest/globals';
import { EdgeFaults } from '../../simulation/fault-schedule.ts';
import { Random } from '../../simulation/random.ts';

const ODDS = {
  chance: 0.3,
  longestRun: 3,
  faults: [
    [2, 'down'],
    [1, 'hang'],
  ],
} as const;

const fates = (faults: EdgeFaults<string>, subject: string) => Array.from({ length: 50 }, () => faults.next(subject));

it('a seed gives the same numbers again, and another seed others', () => {
  const numbers = (seed: string) => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
});

it('numbers are spread evenly from 0 to 1', () => {
  const random = new Random('spread');
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let count = 0; count < 100_000; count += 1) {
    const tenth = random.below(10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400); // four standard deviations
});

it('the n-th call of a subject fares the same however the calls of others lie between', () => {
  const alone = fates(new EdgeFaults<string>('seed', ODDS), 'event 1');
  const faults = new EdgeFaults<string>('seed', ODDS);
  const among = Array.from({ length: 50 }, () => {
    faults.next('event 2');
    return faults.next('event 1');
  });
  expect(among).toEqual(alone);
  expect(new Set(alone)).toEqual(new Set([undefined, 'down', 'hang']));
});

it('every subject has a fate of its own', () => {
  const faults = new EdgeFaults<string>('seed', ODDS);
  expect(fates(faults, 'event 1')).not.toEqual(fates(faults, 'event 2'));
});
