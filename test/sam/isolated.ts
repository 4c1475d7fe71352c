// Runs the checks in namespaces of their own. `main.ts` starts this program, and ends its input to stop it.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../cli/run-command.ts';
import { checkInvoke } from './check-invoke.ts';
import { checkStartApi } from './check-start-api.ts';
import { Checks, expectResult } from './checks.ts';
import { type Engine, startEngine } from './engine.ts';
import { runProcess } from './run-process.ts';
import { formatSeconds, step } from './step.ts';

/** The image that SAM looks for. */
const IMAGE = `public.ecr.aws/lambda/nodejs:24-${process.arch === 'arm64' ? 'arm64' : 'x86_64'}`;

/** Exit code of an interrupted command, as in shells. */
const INTERRUPTED = 130;

async function runChecks(): Promise<number> {
  const startedAt = performance.now();
  const [, , folder = '', samFolder = '', imagePath = ''] = process.argv;
  await prepareMachine(folder, samFolder);
  const engine = await step('Container engine', () => startEngine(folder));
  process.stdin.on('end', () => stopEarly(engine)).resume();
  const checks = new Checks();
  try {
    await step(`Image ${IMAGE}`, () => engine.importImage(imagePath, IMAGE));
    await checkInvoke(checks);
    await checkStartApi(checks);
    await checks.run('SAM has removed all its containers', async () => {
      expectResult({ containers: await engine.containers() }, { containers: [] }, '');
    });
  } finally {
    await engine.stop();
  }
  console.log(`\n${checks.passed} passed, ${checks.failed} failed in ${formatSeconds(performance.now() - startedAt)}`);
  return checks.failed === 0 ? 0 : 1;
}

/** Gives the programs a network without other machines, and files in memory that vanish with the namespace. */
async function prepareMachine(folder: string, samFolder: string): Promise<void> {
  await runProcess(['ip', 'link', 'set', 'lo', 'up']);
  await runProcess(['mount', '-t', 'tmpfs', 'tmpfs', folder]);
  const [home, temporary] = [join(folder, 'home'), join(folder, 'tmp')];
  for (const path of [home, temporary]) mkdirSync(path);
  Object.assign(process.env, {
    HOME: home, // SAM and Docker read no settings or credentials of the user
    TMPDIR: temporary,
    PATH: `${samFolder}:${process.env.PATH}`,
    SAM_SKIP_PULL_IMAGE: '1',
    SAM_CLI_TELEMETRY: '0',
  });
}

/** Stops the engine. When this process exits, the kernel ends all others in the namespace. */
async function stopEarly(engine: Engine): Promise<void> {
  await engine.stop();
  process.exit(INTERRUPTED);
}

runCommand(runChecks);
