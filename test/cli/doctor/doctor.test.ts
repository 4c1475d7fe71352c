import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { COMMANDS } from '../../../cli/commands.ts';
import { runCli } from '../../../cli/run-cli.ts';
import { SqsQueue } from '../../../lib/aws/sqs-queue.ts';
import { DoctorUnderTest } from './doctor-under-test.ts';

const doctor = new DoctorUnderTest();

it('finds nothing wrong in a sandbox that just started', async () => {
  const { exitCode, output } = await doctor.run();
  expect(exitCode).toBe(0);
  expect(output).toContain('ok           webhooks      1 registered and active, as in the app, in Sandbox');
  expect(output).toMatch(/\n\nEverything is in order\.$/);
});

it('finds a dead letter', async () => {
  await doctor.expectFinding({
    what: 'a dead letter',
    provoke: async () => {
      const queue = new SqsQueue(String(doctor.stack.queues[0]?.deadLetterQueueUrl), doctor.stack.sqs);
      await queue.send('{}');
      return async () => {
        const [message] = await queue.receive({ maxMessages: 1, waitSeconds: 0 });
        await queue.delete(String(message?.receiptHandle));
      };
    },
    check: 'dead letters',
    title: '1 dead-lettered message',
    fix: 'List them, fix the cause, then redrive: npm run frameio -- dlq list --sandbox --state ',
  });
});

it('warns of a sandbox whose clock was advanced', async () => {
  await doctor.sandbox.advance(3_600_000);
  expect(await doctor.findWrong()).toMatchObject([
    { check: 'clock', status: 'warning', title: 'the clock of the sandbox differs from this machine by 60 min' },
  ]);
});

it('reports that no sandbox runs, and what it could not check', async () => {
  const exitCode = await runCli(['doctor', '--sandbox', '--state', join(doctor.stateFolder, 'none')], COMMANDS);
  expect(exitCode).toBe(1);
  const output = doctor.output.text;
  expect(output).toMatch(/^problem {6}sandbox {7}No sandbox is running at /);
  expect(output).toContain('not checked  webhooks      needs the sandbox');
});

it.each([
  { args: ['all'], message: 'doctor takes no arguments, found all.' },
  { args: ['--sandbox', '--region', 'eu-west-1'], message: 'leave them out with --sandbox' },
  { args: ['--timeout', 'long'], message: 'Expected a duration such as 90s' },
])('refuses $args', async ({ args, message }) => {
  expect(await runCli(['doctor', ...args], COMMANDS)).toBe(2);
  expect(doctor.output.errors.join()).toContain(message);
});
