import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of a package in PyPI. */
export interface PythonProgram {
  readonly name: string;
  /** What pip installs, such as `cfn-lint==1.58.0`. */
  readonly requirement: string;
}

/** Where packages are installed whose program is not on the path. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/frameio-lambda/', import.meta.url));

/** Returns the command that runs a program. Installs it from PyPI if necessary. `undefined` if that is impossible. */
export function findPythonProgram({ name, requirement }: PythonProgram): string | undefined {
  const folder = join(CACHE, name);
  const installed = join(folder, 'bin', name);
  const found = [name, installed].find((command) => succeeds(command, ['--help']));
  if (found !== undefined) return found;
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', requirement];
  const isInstalled = succeeds('python3', ['-m', 'venv', folder]) && succeeds(join(folder, 'bin/python'), install);
  return isInstalled ? installed : undefined;
}

function succeeds(command: string, options: readonly string[]): boolean {
  return spawnSync(command, options, { stdio: 'ignore' }).status === 0;
}
