import { expect, it } from '@jest/globals';
import { Random } from '../../simulation/random.ts';

it('repeats the numbers of a seed and differs for another seed', () => {
  const numbers = (seed: string) => {
    const random = new Random(seed);
    return Array.from({ length: 5 }, () => random.next());
  };
  expect(numbers('a')).toEqual(numbers('a'));
  expect(numbers('a')).not.toEqual(numbers('b'));
});

it('spreads numbers evenly from 0 to 1', () => {
  const random = new Random('spread');
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let count = 0; count < 100_000; count += 1) {
    const tenth = random.below(10);
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  for (const count of tenths) expect(Math.abs(count - 10_000)).toBeLessThan(400); // four standard deviations
});
