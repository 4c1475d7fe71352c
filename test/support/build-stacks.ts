// Builds the stack of a fixture app in both delivery modes into a folder, for the tests of several Jest workers.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { synthesize } from '../../cdk/synthesize.ts';

/** A lock that is older belongs to a process that was killed. */
const MAX_LOCK_AGE_MS = 120_000;
const MAX_STACK_AGE_MS = 24 * 3_600_000;

const [, , functionsDirectory = '', folder = '', isLocal] = process.argv;
const cache = dirname(folder);
const lock = `${folder}.lock`;

if (isLocal === 'true') process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'frameio-lambda:local': true });
process.env.CDK_VALIDATION = 'false'; // slow, and `npm run synth` validates the template
mkdirSync(cache, { recursive: true });
while (!existsSync(folder)) {
  if (takeLock()) build();
  else await setTimeout(50);
}

/** Returns whether this process is the one that builds. */
function takeLock(): boolean {
  if (ageMs(lock) > MAX_LOCK_AGE_MS) rmSync(lock, { recursive: true, force: true });
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Builds next to the folder and renames, so that no process reads an incomplete stack. */
function build(): void {
  const unfinished = `${folder}.${process.pid}`;
  try {
    if (existsSync(folder)) return; // another process has built it meanwhile
    for (const name of readdirSync(cache)) {
      if (ageMs(join(cache, name)) > MAX_STACK_AGE_MS) rmSync(join(cache, name), { recursive: true, force: true });
    }
    for (const mode of DELIVERY_MODES) synthesize(join(unfinished, mode), { deliveryMode: mode, functionsDirectory });
    renameSync(unfinished, folder);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function ageMs(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
}
