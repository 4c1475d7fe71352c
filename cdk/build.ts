import { statSync } from 'node:fs';
import { synthesize } from './synthesize.ts';

/** Bundles every function as the deployment does, and says where it is and how large. */
for (const { constructPath, bundlePath } of synthesize('cdk.out').functions) {
  console.log(`${constructPath}  ${(statSync(bundlePath).size / 1_000).toFixed(0)} KB  ${bundlePath}`);
}
