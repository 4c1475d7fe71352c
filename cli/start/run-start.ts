import { formatMissingPackages } from '../format-command-error.ts';
import { missingPackagesIn } from '../missing-package.ts';
import { printHelp } from '../print-help.ts';
import { UsageError } from '../usage-error.ts';
import { cdkAppOf } from './cdk-app.ts';
import { HELP, readStartOptions } from './options.ts';

/** Packages that the caller's CDK app imports or that bundle its functions. */
const CDK_PACKAGES = ['aws-cdk-lib', 'constructs', 'esbuild'];

/** Runs `start` with these arguments and returns the exit code. */
export async function runStart(args: readonly string[]): Promise<number> {
  assertNoOptionTakenByNpm();
  if (printHelp(args, HELP)) return 0;
  const options = readStartOptions(args);
  const folder = process.cwd();
  const cdkApp = cdkAppOf(folder);
  const missing = missingPackagesIn(folder, CDK_PACKAGES);
  if (missing.length > 0) throw new Error(formatMissingPackages(missing));
  const { startSandbox } = await import('./start-sandbox.ts'); // needs dynalite
  return await startSandbox({ ...options, folder, cdkApp });
}

/** Options that npm takes for its own settings in `npm start --once`. It passes them on as variables. */
const BOOLEAN_OPTIONS = ['once', 'inspect', 'logs', 'fresh'];

/** @throws UsageError with the command to type. */
function assertNoOptionTakenByNpm(): void {
  const taken = BOOLEAN_OPTIONS.find((name) => process.env[`npm_config_${name}`] === 'true');
  if (taken === undefined) return;
  throw new UsageError(`npm took --${taken} for an option of its own. Write -- before it: npm start -- --${taken}`);
}
