import { expect, it } from '@jest/globals';
import { printHelp } from '../../cli/print-help.ts';
import { captureConsole } from '../support/commands.ts';

const output = captureConsole();

it.each([
  { args: ['--help'], isPrinted: true },
  { args: ['list', '--unknown', 'value', '-h'], isPrinted: true },
  { args: ['list', '--json'], isPrinted: false },
  { args: ['help'], isPrinted: false },
  { args: ['--', '--help'], isPrinted: false },
])('prints the help for $args: $isPrinted', ({ args, isPrinted }) => {
  expect(printHelp(args, 'Usage')).toBe(isPrinted);
  expect(output.printed).toEqual(isPrinted ? ['Usage'] : []);
});
