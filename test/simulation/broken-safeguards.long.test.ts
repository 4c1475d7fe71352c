import { expect, it, jest } from '@jest/globals';
import { mutatedStack } from '../support/mutated-stack.ts';
import { runScript } from '../support/run-command.ts';
import { BROKEN_SAFEGUARDS } from './broken-safeguards.ts';

jest.setTimeout(600_000);

it.concurrent.each(BROKEN_SAFEGUARDS)('detects $name', async ({ mode, mutations, events, found }) => {
  const stack = await mutatedStack(mode, mutations);
  const options = ['--events', String(events), '--seed', 'broken', '--mode', mode, '--stack', stack];
  const { exitCode, output } = await runScript('simulate', options);
  expect(output).toMatch(found);
  expect(output).toContain('delivery 1.1.1, signed at'); // a timeline
  expect(exitCode).toBe(1);
});
