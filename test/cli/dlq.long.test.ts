import { expect, it } from '@jest/globals';
import { NO_AWS } from '../support/dlq-command.ts';
import { runScript } from '../support/run-command.ts';

it.each(['', 'redrive'])('prints its help for npm run dlq -- %s --help', async (subcommand) => {
  const { exitCode, output } = await runScript('dlq', [...(subcommand ? [subcommand] : []), '--help'], NO_AWS);
  expect(output).toMatch(new RegExp(`^Usage: frameio-lambda dlq ${subcommand || '<command>'}`));
  expect(output).toMatch(/--sandbox[\s\S]*--dead-letter-queue-url[\s\S]*--queue-url/);
  expect(exitCode).toBe(0);
});

it('is the same command as npm run frameio -- dlq', async () => {
  expect(await runScript('frameio', ['dlq', '--help'], NO_AWS)).toEqual(await runScript('dlq', ['--help'], NO_AWS));
});

it('requires a subcommand', async () => {
  const { exitCode, output } = await runScript('dlq', [], NO_AWS);
  expect(output).toMatch(/^Expected a dlq command: list, show, redrive\./);
  expect(exitCode).toBe(2);
});
