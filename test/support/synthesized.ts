import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { functionOf, readSynthesized, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/synthesize.ts';

/** The folders that `npm test` builds into, of `package.json`'s `pretest`. */
const FOLDERS = { inline: '.sandbox/test', queued: '.sandbox/test-queued' } as const;

/** What was built before the tests: the template and the bundles that would be deployed. */
export function builtStack(mode: DeliveryMode = 'inline'): SynthesizedStack {
  const outdir = fileURLToPath(new URL(`../../${FOLDERS[mode]}`, import.meta.url));
  if (!existsSync(outdir)) throw new Error('There is no stack to test: run `npm test`, which builds it first.');
  return readSynthesized(outdir);
}

/** The endpoint as it would be deployed. */
export function builtEndpoint(mode: DeliveryMode = 'inline'): SynthesizedFunction {
  return functionOf(builtStack(mode), 'Endpoint');
}

/** The worker as it would be deployed; it is the same in either mode. */
export function builtWorker(): SynthesizedFunction {
  return functionOf(builtStack(), 'Worker');
}
