import { formatMissingPackages } from '../format-command-error.ts';
import { missingPackagesIn } from '../missing-package.ts';
import { cdkAppOf } from './cdk-app.ts';
import { HELP, readStartOptions } from './options.ts';

/** Packages that the caller's CDK app imports or that bundle its functions. */
const CDK_PACKAGES = ['aws-cdk-lib', 'constructs', 'esbuild'];

/** Runs `start` with these arguments and returns the exit code. */
export async function runStart(args: readonly string[]): Promise<number> {
  const options = readStartOptions(args);
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const folder = process.cwd();
  const cdkApp = cdkAppOf(folder);
  const missing = missingPackagesIn(folder, CDK_PACKAGES);
  if (missing.length > 0) throw new Error(formatMissingPackages(missing));
  const { startSandbox } = await import('./start-sandbox.ts'); // needs dynalite
  return await startSandbox({ ...options, folder, cdkApp });
}
