import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { synthesize } from './synthesize.ts';

const HELP = `Usage: npm run build -- [folder]

Synthesizes the stack and bundles its functions as the deployment does, and says how large they are.

  folder    where to (default cdk.out)`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP);
} else {
  for (const { constructPath, bundlePath } of synthesize(positionals[0] ?? 'cdk.out').functions) {
    console.log(`${constructPath}  ${(statSync(bundlePath).size / 1_000).toFixed(0)} KB  ${bundlePath}`);
  }
}
