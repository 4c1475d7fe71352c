import { expect, it } from '@jest/globals';
import { HELP } from '../../../cli/dlq/help.ts';
import { parseArguments } from '../../../cli/dlq/parse-arguments.ts';
import { UsageError } from '../../../cli/usage-error.ts';

const NO_QUEUES = { job: undefined, stack: {}, queueUrl: undefined, deadLetterQueueUrl: undefined };

it.each([
  { line: 'list', expected: { name: 'list', queues: NO_QUEUES } },
  { line: 'list --sandbox', expected: { name: 'list', queues: { ...NO_QUEUES, stack: { sandbox: 'local' } } } },
  { line: 'list --job render', expected: { name: 'list', queues: { ...NO_QUEUES, job: 'render' } } },
  {
    line: 'list --sandbox --state s',
    expected: { name: 'list', queues: { ...NO_QUEUES, stack: { sandbox: 'local', state: 's' } } },
  },
  {
    line: '--sandbox show a',
    expected: { name: 'show', queues: { ...NO_QUEUES, stack: { sandbox: 'local' } }, messageId: 'a' },
  },
  { line: 'redrive a b a', expected: { name: 'redrive', queues: NO_QUEUES, messageIds: ['a', 'b'], rate: 5 } },
  { line: 'redrive --all --rate 0.1', expected: { name: 'redrive', queues: NO_QUEUES, messageIds: 'all', rate: 0.1 } },
  {
    line: 'redrive --all --queue-url q --dead-letter-queue-url d',
    expected: {
      name: 'redrive',
      queues: { ...NO_QUEUES, queueUrl: 'q', deadLetterQueueUrl: 'd' },
      messageIds: 'all',
      rate: 5,
    },
  },
  {
    line: 'show --sandbox http://127.0.0.1:4400 a',
    expected: { name: 'show', queues: { ...NO_QUEUES, stack: { sandbox: 'http://127.0.0.1:4400' } }, messageId: 'a' },
  },
  {
    line: 'list --stack Dailies --profile studio',
    expected: { name: 'list', queues: { ...NO_QUEUES, stack: { stack: 'Dailies', profile: 'studio' } } },
  },
  { line: 'list --json', expected: { name: 'list', queues: NO_QUEUES, json: true } },
])('parses "$line"', ({ line, expected }) => {
  expect(parseArguments(line.split(' '))).toEqual({ json: false, ...expected });
});

it.each([
  { line: 'purge', message: 'Unknown dlq command "purge". Expected a dlq command: list, show, redrive.' },
  { line: 'redirve', message: 'Unknown dlq command "redirve". Did you mean redrive?' },
  { line: 'list x', message: 'list takes no message id' },
  { line: 'list --all', message: '--all and --rate are options of redrive' },
  { line: 'show', message: 'show requires exactly one message id' },
  { line: 'show x y', message: 'show requires exactly one message id' },
  { line: 'show x --rate 1', message: '--all and --rate are options of redrive' },
  { line: 'redrive', message: 'redrive requires either --all or message ids' },
  { line: 'redrive x --all', message: 'redrive requires either --all or message ids' },
  { line: 'redrive --all --rate 0', message: '--rate must be a number from 0.1 to 1000, but is "0"' },
  { line: 'redrive --all --rate=', message: '--rate must be a number from 0.1 to 1000, but is ""' },
  { line: 'redrive --all --rate many', message: '--rate must be a number from 0.1 to 1000, but is "many"' },
  { line: 'list --state s', message: '--state requires --sandbox' },
  { line: 'list --job=', message: '--job must be the name of a job, but is empty' },
  { line: 'list --lost', message: '--lost' },
])('refuses "$line"', ({ line, message }) => {
  const parse = () => parseArguments(line.split(' '));
  expect(parse).toThrow(message);
  expect(parse).toThrow(UsageError);
});

it.each(['list', 'show', 'redrive'] as const)('documents every queue option in %s --help', (topic) => {
  expect(parseArguments([topic, '--help'])).toEqual({ name: 'help', topic });
  expect(HELP[topic]).toMatch(new RegExp(`^Usage: frameio-lambda dlq ${topic}`));
  for (const option of ['--sandbox', '--json', '--job', '--queue-url', '--dead-letter-queue-url'])
    expect(HELP[topic]).toContain(option);
});
