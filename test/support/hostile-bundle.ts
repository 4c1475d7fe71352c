import { fileURLToPath } from 'node:url';
import { bundle } from '../../bench/bundle.ts';

/**
 * Bundles the worker that misbehaves, to be given to a deployment in place of its own.
 *
 * @param forWhom - Name of the test file: several may run at once.
 */
export async function hostileWorker(forWhom: string) {
  const folder = fileURLToPath(new URL(`../../.sandbox/hostile/${forWhom}`, import.meta.url));
  return { bundlePath: await bundle('../test/support/hostile-worker.ts', folder), exportName: 'handler' };
}
