import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { type RunningCommand, runScript, startScript } from '../../support/run-command.ts';
import { startSqsQueues } from '../../support/sqs-queues.ts';

const folder = mkdtempSync(join(tmpdir(), 'commands-'));

let sandbox: RunningCommand | undefined;
afterAll(async () => {
  await sandbox?.interrupt();
});

/** Starts a sandbox in the project, and resolves when it has printed what to try next. */
async function start(): Promise<RunningCommand> {
  sandbox = startScript('start', ['--port', '0', '--state', folder]);
  await sandbox.printed('Ctrl+C');
  return sandbox;
}

const run = (...args: readonly string[]) => runScript('frameio', [...args, '--state', folder]);

it('the commands find the sandbox of npm start, and its history after a kill', async () => {
  const first = await start();
  const sent = await run('send', 'file.ready', '--wait', '--json');
  expect(sent.exitCode).toBe(0);
  const [{ id }] = JSON.parse(sent.output);
  expect((await run('clock', 'advance', '15m')).output).toContain('15 min ahead of this machine');
  await first.kill();
  expect(await run('deliveries')).toEqual({ exitCode: 1, output: expect.stringContaining('`npm start`') });
  await start();
  const deliveries = JSON.parse((await run('deliveries', '--json')).output);
  expect(deliveries).toContainEqual(expect.objectContaining({ id, status: 'completed' }));
  expect(await run('replay', id, '--wait')).toMatchObject({ exitCode: 0 });
});

it('capture writes event files of dead letters', async () => {
  const queues = await startSqsQueues();
  await queues.deadLetter();
  const out = join(folder, 'captured');
  const { exitCode } = await runScript(
    'frameio',
    ['capture', '--dead-letters', 'deployed', '--out', out],
    queues.environment,
  );
  await queues.close();
  expect(exitCode).toBe(0);
  expect(readdirSync(out)).toEqual([expect.stringMatching(/^file-ready-.*\.json$/)]);
});
