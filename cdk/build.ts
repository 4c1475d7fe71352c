import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readDeliveryMode } from './delivery-mode.ts';
import { SETTINGS } from './settings.ts';
import { synthesize } from './synthesize.ts';

const HELP = `Usage: npm run build -- [folder] [options]

Synthesizes the stack, bundles its functions as a deployment does, and prints the size of each bundle.

  folder         output folder (default cdk.out)
  --mode <mode>  inline or queued (default: the mode of the deployment)`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' }, mode: { type: 'string' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP);
} else {
  const mode = values.mode === undefined ? {} : { deliveryMode: readDeliveryMode(values.mode) };
  const { functions } = synthesize(positionals[0] ?? 'cdk.out', { ...SETTINGS, ...mode });
  for (const { constructPath, bundlePath } of functions) {
    console.log(`${constructPath}  ${(statSync(bundlePath).size / 1_000).toFixed(0)} KB  ${bundlePath}`);
  }
}
