import { expect, it } from '@jest/globals';
import { runScript } from '../support/run-command.ts';

it.each([[], ['--help'], ['-h']])('lists the commands for npm run frameio -- %s', async (...args) => {
  const { exitCode, output } = await runScript('frameio', args);
  expect(output).toMatch(/^Usage: frameio-lambda <command>/);
  expect(output).toMatch(/^ {2}dlq +List, show and redrive dead-lettered deliveries$/m);
  expect(exitCode).toBe(0);
});

it.each([
  { args: ['dql'], message: 'Unknown command "dql". Did you mean dlq?' },
  { args: ['constructor'], message: 'Unknown command "constructor". List the commands' },
  { args: ['--all'], message: 'Expected a command, found the option --all.' },
])('refuses $args', async ({ args, message }) => {
  const { exitCode, output } = await runScript('frameio', args);
  expect(output).toContain(message);
  expect(exitCode).toBe(2);
});
