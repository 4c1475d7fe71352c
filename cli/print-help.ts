import { parseArgs } from 'node:util';

/** Prints the help of a command if its arguments contain `--help` or `-h`. Returns whether they do. */
export function printHelp(args: readonly string[], help: string): boolean {
  const { values } = parseArgs({ args, strict: false, options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help !== undefined) console.log(help);
  return values.help !== undefined;
}
