import { expect, it } from '@jest/globals';
import type { CommandLoaders } from '../../cli/commands.ts';
import { COMMANDS } from '../../cli/commands.ts';
import { runCli } from '../../cli/run-cli.ts';
import { UsageError } from '../../cli/usage-error.ts';
import { captureConsole } from '../support/commands.ts';

const output = captureConsole();

/** Commands that record their arguments, and the names of the loaded modules. */
function fakeCommands(run: (args: readonly string[]) => Promise<number>) {
  const loaded: string[] = [];
  const load = (name: string) => async () => {
    loaded.push(name);
    return { command: { name, summary: `Summary of ${name}`, run } };
  };
  const commands: CommandLoaders = { up: load('up'), teardown: load('teardown') };
  return { commands, loaded };
}

it('runs a command with its arguments, loads no other one, and returns its exit code', async () => {
  const calls: (readonly string[])[] = [];
  const { commands, loaded } = fakeCommands(async (args) => {
    calls.push(args);
    return 3;
  });
  expect(await runCli(['up', '--help', 'x'], commands)).toBe(3);
  expect(calls).toEqual([['--help', 'x']]);
  expect(loaded).toEqual(['up']);
});

it('lists each command with its summary', async () => {
  const { commands } = fakeCommands(async () => 0);
  expect(await runCli([], commands)).toBe(0);
  expect(output.text).toContain('\n  up        Summary of up\n  teardown  Summary of teardown\n');
});

it.each([
  {
    error: new UsageError('--x is unknown.'),
    exitCode: 2,
    message: '--x is unknown. Show the options with `frameio-lambda up --help`.',
  },
  { error: new Error('--x is unknown.'), exitCode: 1, message: '--x is unknown.' },
])('prints the message of a $error.name and returns $exitCode', async ({ error, exitCode, message }) => {
  const { commands } = fakeCommands(() => Promise.reject(error));
  expect(await runCli(['up'], commands)).toBe(exitCode);
  expect(output.errors).toEqual([message]);
});

it('prints the version of the package', async () => {
  const { commands } = fakeCommands(async () => 0);
  expect(await runCli(['--version'], commands)).toBe(0);
  expect(output.printed).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
});

it('names the closest commands for an unknown one', async () => {
  const { commands, loaded } = fakeCommands(async () => 0);
  expect(await runCli(['tear-down'], commands)).toBe(2);
  expect(output.errors.join()).toContain('Unknown command "tear-down". Did you mean teardown?');
  expect(loaded).toEqual([]);
});

it.each(Object.entries(COMMANDS))('%s exports a command of this name with a one-line summary', async (name, load) => {
  const { command } = await load();
  expect(command.name).toBe(name);
  expect(command.summary).toMatch(/^[A-Z].*[^.]$/);
  expect(await command.run(['--help'])).toBe(0);
  expect(output.text).toMatch(/^Usage: (frameio-lambda|npm run) /);
});
