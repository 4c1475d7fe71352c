import { expect, it } from '@jest/globals';
import { closestNames } from '../../cli/closest-names.ts';

const NAMES = ['dlq', 'deploy', 'init', 'doctor', 'redrive'];

it.each([
  { typed: 'dql', expected: ['dlq'], why: 'swapped letters' },
  { typed: 'depoly', expected: ['deploy'], why: 'swapped letters in a longer name' },
  { typed: 'deplo', expected: ['deploy'], why: 'the beginning of a name' },
  { typed: 'd', expected: ['dlq', 'deploy', 'doctor'], why: 'the beginning of several names' },
  { typed: 'intit', expected: ['init'], why: 'an extra letter' },
  { typed: 'banana', expected: [], why: 'no similar name' },
])('returns $expected for "$typed": $why', ({ typed, expected }) => {
  expect(closestNames(typed, NAMES)).toEqual(expected);
});

it('returns the closest name first', () => {
  expect(closestNames('redriv', ['revive', 'redrive'])).toEqual(['redrive', 'revive']);
});
