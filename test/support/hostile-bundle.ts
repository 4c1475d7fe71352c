import { fileURLToPath } from 'node:url';
import { bundle } from '../../bench/bundle.ts';

/**
 * Bundles the worker that misbehaves, as a function for a deployment.
 *
 * @param testName - Name of the folder for the bundle, as test files run side by side.
 */
export async function hostileWorker(testName: string) {
  const folder = fileURLToPath(new URL(`../../.sandbox/hostile/${testName}`, import.meta.url));
  return { bundlePath: await bundle('../test/support/hostile-worker.ts', folder), exportName: 'handler' };
}
