import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSynthesized, type SynthesizedFunction } from '../../cdk/synthesize.ts';

const outdir = fileURLToPath(new URL('../../.sandbox/test', import.meta.url));

/** What was built before the tests: the template and the bundles that would be deployed. */
export function builtStack() {
  if (!existsSync(outdir)) throw new Error('There is no stack to test: run `npm test`, which builds it first.');
  return readSynthesized(outdir);
}

/** The endpoint as it would be deployed. */
export function builtEndpoint(): SynthesizedFunction {
  const endpoint = builtStack().functions.find(({ constructPath }) => constructPath.endsWith('/Endpoint/Function'));
  if (!endpoint) throw new Error('The built stack has no endpoint function: run `npm test`, which builds it anew.');
  return endpoint;
}
