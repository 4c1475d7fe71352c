import { spawnSync } from 'node:child_process';

/** The first version of the SAM CLI that knows the functions' runtime. */
export const MINIMUM_SAM_VERSION = '1.147.0';

const INSTALL =
  'Install it with `brew install aws-sam-cli`, `pip install aws-sam-cli`, or the installer in the AWS SAM guide ("Install the AWS SAM CLI").';

/**
 * Says what is wrong with the installed SAM CLI; returns `undefined` if it can run the functions.
 *
 * @param environment - Variables with which to find it.
 */
export function findSamProblem(environment = process.env): string | undefined {
  const { status, stdout } = spawnSync('sam', ['--version'], { encoding: 'utf8', env: environment });
  if (status !== 0) return `The AWS SAM CLI is missing. ${INSTALL}`;
  const [version] = /\d+\.\d+\.\d+/.exec(stdout) ?? [];
  if (version !== undefined && !isOlder(version, MINIMUM_SAM_VERSION)) return undefined;
  const found = version ?? `“${stdout.trim()}”`;
  return `Expected the AWS SAM CLI ${MINIMUM_SAM_VERSION} or later, found ${found}. Older versions do not know the runtime of the functions. ${INSTALL}`;
}

function isOlder(version: string, minimum: string): boolean {
  const wanted = minimum.split('.').map(Number);
  const found = version.split('.').map(Number);
  const index = wanted.findIndex((number, position) => number !== found[position]);
  return index >= 0 && (found[index] ?? 0) < (wanted[index] ?? 0);
}
