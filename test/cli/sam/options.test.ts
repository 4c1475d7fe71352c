import { expect, it } from '@jest/globals';
import { readSamOptions } from '../../../cli/sam/options.ts';

it('has defaults', () => {
  expect(readSamOptions([])).toEqual({
    eventPath: 'events/file-ready.json',
    role: 'endpoint',
    isForged: false,
    samOptions: [],
  });
});

it('passes what follows -- to SAM', () => {
  const args = ['my.json', '--function', 'worker', '--', '--debug', '--', 'my.json'];
  expect(readSamOptions(args)).toEqual({
    eventPath: 'my.json',
    role: 'worker',
    isForged: false,
    samOptions: ['--debug', '--', 'my.json'],
  });
});

it('forges the delivery to the endpoint', () => {
  expect(readSamOptions(['--forged'])).toMatchObject({ role: 'endpoint', isForged: true });
});

it.each([
  { args: ['--function', 'both'], message: 'Expected --function endpoint or worker, found both.' },
  { args: ['a.json', 'b.json'], message: 'Expected one event file, found a.json, b.json.' },
  { args: ['--forged', '--function', 'worker'], message: 'Expected --forged with the endpoint' },
  { args: ['--debug'], message: "Unknown option '--debug'" },
])('refuses $args', ({ args, message }) => {
  expect(() => readSamOptions(args)).toThrow(message);
});
