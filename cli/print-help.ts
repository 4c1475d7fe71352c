import { parseArgs } from 'node:util';
import { terminalWidth, wrapHelp } from './wrap-text.ts';

/** Prints the help of a command if its arguments contain `--help` or `-h`. Returns whether they do. */
export function printHelp(args: readonly string[], help: string): boolean {
  const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help !== undefined) console.log(wrapHelp(help, terminalWidth()));
  return values.help !== undefined;
}
