import { closestNames } from './closest-names.ts';
import type { CommandLoaders } from './commands.ts';
import { formatCommandError } from './format-command-error.ts';
import { readOwnPackage } from './own-package.ts';
import { USAGE_EXIT_CODE, UsageError } from './usage-error.ts';
import { terminalWidth, wrapHelp } from './wrap-text.ts';

const HELP_HINT = 'List the commands with `frameio-lambda --help`.';

/**
 * Runs the command that the first argument names and returns the exit code. Without an argument, prints the commands.
 * Prints the message of an error to standard error.
 */
export async function runCli(args: readonly string[], commands: CommandLoaders): Promise<number> {
  try {
    return await dispatch(args, commands);
  } catch (error) {
    console.error(formatCommandError(error));
    return error instanceof UsageError ? USAGE_EXIT_CODE : 1;
  }
}

async function dispatch([name, ...args]: readonly string[], commands: CommandLoaders): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h') {
    console.log(wrapHelp(await helpText(commands), terminalWidth()));
    return 0;
  }
  if (name === '--version' || name === '-v') {
    console.log(readOwnPackage().version);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw unknownCommand(name, Object.keys(commands));
  const { command } = await load();
  try {
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof UsageError) || error.message.includes('--help')) throw error;
    const hint = `Show the options with \`frameio-lambda ${name} --help\`.`;
    throw new UsageError(`${error.message}${error.message.endsWith('\n') ? '' : ' '}${hint}`, { cause: error });
  }
}

async function helpText(commands: CommandLoaders): Promise<string> {
  const modules = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = modules.map(({ command: { name, summary } }) => `  ${name.padEnd(width)}  ${summary}`);
  return `Usage: frameio-lambda <command> [options]

Commands:
${lines.join('\n')}

Show the version with \`frameio-lambda --version\`, and the options of a command with \`frameio-lambda <command> --help\`.
Run it with npx: \`npx frameio-lambda <command>\`. In a clone of its repository: \`npm run frameio -- <command>\`.
Exit codes: 0 for success, 1 for failure, ${USAGE_EXIT_CODE} for a wrong command line.`;
}

function unknownCommand(name: string, known: readonly string[]): UsageError {
  if (name.startsWith('-')) return new UsageError(`Expected a command, found the option ${name}. ${HELP_HINT}`);
  const closest = closestNames(name, known);
  const suggestion = closest.length > 0 ? ` Did you mean ${closest.join(' or ')}?` : '';
  return new UsageError(`Unknown command "${name}".${suggestion} ${HELP_HINT}`);
}
