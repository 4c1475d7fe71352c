import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSynthesized, type SynthesizedFunction } from '../../cdk/synthesize.ts';

const outdir = fileURLToPath(new URL('../../cdk.out', import.meta.url));

/** What `npm run build` left: the template and the bundles that would be deployed. */
export function builtStack() {
  if (!existsSync(outdir)) throw new Error('There is no cdk.out to test: run `npm run build` first.');
  return readSynthesized(outdir);
}

/** The endpoint as it would be deployed. */
export function builtEndpoint(): SynthesizedFunction {
  const endpoint = builtStack().functions.find(({ constructPath }) => constructPath.endsWith('/Endpoint/Function'));
  if (!endpoint) throw new Error('The built stack has no endpoint function: run `npm run build` again.');
  return endpoint;
}
