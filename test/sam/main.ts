// Runs SAM against a real container engine: `npm run test:sam`.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { interruptSignal } from '../../cli/interrupt-signal.ts';
import { runCommand } from '../../cli/run-command.ts';
import { findProblems } from './find-problems.ts';
import { PRIVATE_NAMESPACES } from './namespaces.ts';
import { prepareParts, type SamParts } from './prepare-parts.ts';
import { readDistribution } from './read-distribution.ts';

/** Exit code of an interrupted command, as in shells. */
const INTERRUPTED = 130;

/** Time for the engine to stop. After it, the kernel ends its processes. */
const STOP_TIMEOUT_MS = 20_000;

async function testSam(): Promise<number> {
  const distribution = readDistribution();
  const problems = findProblems(distribution);
  if (!distribution || problems.length > 0) {
    console.error(['npm run test:sam cannot run here:', ...problems.map((problem) => `- ${problem}`)].join('\n'));
    return 1;
  }
  const signal = interruptSignal();
  try {
    return await runIsolated(await prepareParts(distribution, signal), signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    return INTERRUPTED;
  }
}

/**
 * Runs the checks in namespaces of their own. No address, port or process of the engine is visible outside, and the kernel
 * ends what is left there.
 */
async function runIsolated({ samFolder, imagePath }: SamParts, signal: AbortSignal): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'test-sam-'));
  try {
    const program = fileURLToPath(new URL('isolated.ts', import.meta.url));
    const node = [process.execPath, '-C', '@frameio-lambda/source', '--import', 'tsx', program];
    const child = spawn('unshare', ['--net', ...PRIVATE_NAMESPACES, ...node, folder, samFolder, imagePath], {
      stdio: ['pipe', 'inherit', 'inherit'],
      detached: true, // Ctrl+C reaches this process only
    });
    const stop = () => {
      console.error('\nInterrupted: stops the engine.');
      child.stdin.end(); // the program stops when its input ends, also after a `kill -9` of this process
      setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    return await new Promise<number>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve(exitCode ?? 1));
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runCommand(testSam);
