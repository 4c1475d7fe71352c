import { expect, it } from '@jest/globals';
import { HELP } from '../../../cli/dlq/help.ts';
import { readArguments } from '../../../cli/dlq/parse-arguments.ts';

const NOWHERE = { sandbox: undefined, queueUrl: undefined, deadLetterQueueUrl: undefined };

it.each([
  { line: 'list', expected: { name: 'list', where: NOWHERE } },
  { line: 'list --sandbox', expected: { name: 'list', where: { ...NOWHERE, sandbox: '.sandbox/state' } } },
  { line: 'list --sandbox --state s', expected: { name: 'list', where: { ...NOWHERE, sandbox: 's' } } },
  { line: '--sandbox show a', expected: { name: 'show', where: { ...NOWHERE, sandbox: '.sandbox/state' }, id: 'a' } },
  { line: 'redrive a b a', expected: { name: 'redrive', where: NOWHERE, wanted: ['a', 'b'], rate: 5 } },
  { line: 'redrive --all --rate 0.1', expected: { name: 'redrive', where: NOWHERE, wanted: 'all', rate: 0.1 } },
  {
    line: 'redrive --all --queue-url q --dead-letter-queue-url d',
    expected: {
      name: 'redrive',
      where: { sandbox: undefined, queueUrl: 'q', deadLetterQueueUrl: 'd' },
      wanted: 'all',
      rate: 5,
    },
  },
])('"$line" is understood', ({ line, expected }) => {
  expect(readArguments(line.split(' '))).toEqual(expected);
});

it.each([
  { line: 'bury', told: 'There is no command bury.' },
  { line: 'list x', told: 'list takes no id' },
  { line: 'list --all', told: '--all and --rate are options of redrive' },
  { line: 'show', told: 'show takes the id of one message' },
  { line: 'show x y', told: 'show takes the id of one message' },
  { line: 'show x --rate 1', told: '--all and --rate are options of redrive' },
  { line: 'redrive', told: 'either --all or ids' },
  { line: 'redrive x --all', told: 'either --all or ids' },
  { line: 'redrive --all --rate 0', told: '--rate takes 0.1 to 1000, not "0"' },
  { line: 'redrive --all --rate=', told: '--rate takes 0.1 to 1000, not ""' },
  { line: 'redrive --all --rate many', told: '--rate takes 0.1 to 1000, not "many"' },
  { line: 'list --state s', told: '--state belongs to --sandbox' },
  { line: 'list --lost', told: '--lost' },
])('"$line" is refused', ({ line, told }) => {
  expect(() => readArguments(line.split(' '))).toThrow(told);
});

it.each(['list', 'show', 'redrive'] as const)('%s --help is about it, and says all there is', (about) => {
  expect(readArguments([about, '--help'])).toEqual({ name: 'help', about });
  expect(HELP[about]).toMatch(new RegExp(`^Usage: npm run dlq -- ${about}`));
  for (const option of ['--sandbox', '--queue-url', '--dead-letter-queue-url']) expect(HELP[about]).toContain(option);
});
