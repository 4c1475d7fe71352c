import { afterEach, expect, it, jest } from '@jest/globals';
import { printHelp } from '../../cli/print-help.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  { args: ['--help'], isPrinted: true },
  { args: ['list', '--unknown', 'value', '-h'], isPrinted: true },
  { args: ['list', '--json'], isPrinted: false },
  { args: ['help'], isPrinted: false },
  { args: ['--', '--help'], isPrinted: false },
])('prints the help for $args: $isPrinted', ({ args, isPrinted }) => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  expect(printHelp(args, 'Usage')).toBe(isPrinted);
  expect(log.mock.calls).toEqual(isPrinted ? [['Usage']] : []);
});
