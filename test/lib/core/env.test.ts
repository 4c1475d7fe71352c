import { afterEach, describe, expect, it } from '@jest/globals';
import {
  jobDeadLetterQueueVariable,
  jobQueueVariable,
  readNumberFromEnv,
  requireEnv,
  secretIdVariable,
  secretValueVariable,
} from '../../../lib/core/env.ts';
import { ConfigError } from '../../../lib/core/errors.ts';

const NAME = 'A_VARIABLE_OF_THIS_TEST';

afterEach(() => {
  delete process.env[NAME];
});

function set(value: string | undefined): void {
  if (value !== undefined) process.env[NAME] = value;
}

describe('the variables of a declared secret', () => {
  it.each([
    { secret: 'slack', prefix: 'SLACK' },
    { secret: 'slackBot', prefix: 'SLACK_BOT' },
    { secret: 'slack-bot', prefix: 'SLACK_BOT' },
    { secret: 'slack_bot', prefix: 'SLACK_BOT' },
    { secret: 'team -- bot2Token', prefix: 'TEAM_BOT2_TOKEN' },
    { secret: 'bot4k', prefix: 'BOT4K' },
    { secret: 'BOT4K', prefix: 'BOT4K' },
  ])('of $secret start with $prefix', ({ secret, prefix }) => {
    expect(secretIdVariable(secret)).toBe(`${prefix}_SECRET_ID`);
    expect(secretValueVariable(secret)).toBe(`${prefix}_SECRET`);
  });
});

describe('requireEnv', () => {
  it('returns the value as it is', () => {
    set(' a value ');
    expect(requireEnv(NAME)).toBe(' a value ');
  });

  it.each([undefined, '', ' '])('names the variable if its value is %j', (value) => {
    set(value);
    expect(() => requireEnv(NAME)).toThrow(ConfigError);
    expect(() => requireEnv(NAME)).toThrow(NAME);
  });
});

describe('readNumberFromEnv', () => {
  it.each([
    { value: '3', expected: 3 },
    { value: '0', expected: 0 },
    { value: undefined, expected: undefined },
    { value: '', expected: undefined },
    { value: ' ', expected: undefined },
  ])('returns $expected for $value', ({ value, expected }) => {
    set(value);
    expect(readNumberFromEnv(NAME)).toBe(expected);
  });

  it.each(['three', 'Infinity'])('refuses %j and names the variable', (value) => {
    set(value);
    expect(() => readNumberFromEnv(NAME)).toThrow(ConfigError);
    expect(() => readNumberFromEnv(NAME)).toThrow(NAME);
  });
});

it.each([
  { name: 'render', queue: 'RENDER_JOB_QUEUE_URL', deadLetterQueue: 'RENDER_JOB_DEAD_LETTER_QUEUE_URL' },
  { name: 'makeProxy', queue: 'MAKE_PROXY_JOB_QUEUE_URL', deadLetterQueue: 'MAKE_PROXY_JOB_DEAD_LETTER_QUEUE_URL' },
  { name: 'make-proxy', queue: 'MAKE_PROXY_JOB_QUEUE_URL', deadLetterQueue: 'MAKE_PROXY_JOB_DEAD_LETTER_QUEUE_URL' },
])('the variables of the job $name name its queues', ({ name, queue, deadLetterQueue }) => {
  expect([jobQueueVariable(name), jobDeadLetterQueueVariable(name)]).toEqual([queue, deadLetterQueue]);
});
