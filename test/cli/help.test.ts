import { expect, it } from '@jest/globals';
import { COMMANDS } from '../../cli/commands.ts';
import { runCli } from '../../cli/run-cli.ts';
import { captureConsole } from '../support/commands.ts';

const output = captureConsole();

/** Returns the columns where the descriptions of a list of options begin. */
function columnsOf(list: string): ReadonlySet<number> {
  return new Set([...list.matchAll(/^( {2}[-<[](?:\S| (?! ))* {2,})\S/gm)].map(([, start = '']) => start.length));
}

it.each(Object.keys(COMMANDS))('%s --help has a list of options with one column of descriptions', async (name) => {
  expect(await runCli([name, '--help'], COMMANDS)).toBe(0);
  const help = output.printed.join('\n');
  expect(help).toMatch(/^Usage: frameio-lambda/);
  expect(help).toMatch(/^ {2}--help +show this help/m);
  for (const list of help.split('\n\n')) expect([list, columnsOf(list).size <= 1]).toEqual([list, true]);
});
