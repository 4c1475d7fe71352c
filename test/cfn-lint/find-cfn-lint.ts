import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '1.58.0';

/** Where the program installs cfn-lint if it is not on the path. */
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/frameio-lambda/cfn-lint', import.meta.url));

/** Returns the command that runs cfn-lint. Installs it from PyPI if necessary. `undefined` if that is impossible. */
export function findCfnLint(): string | undefined {
  const installed = join(FOLDER, 'bin/cfn-lint');
  const found = ['cfn-lint', installed].find((command) => succeeds(command, ['--version']));
  if (found !== undefined) return found;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `cfn-lint==${VERSION}`];
  const isInstalled = succeeds('python3', ['-m', 'venv', FOLDER]) && succeeds(join(FOLDER, 'bin/python'), install);
  return isInstalled ? installed : undefined;
}

function succeeds(command: string, options: readonly string[]): boolean {
  return spawnSync(command, options, { stdio: 'ignore' }).status === 0;
}
