import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs the packages of a folder with a `package.json` of its own, unless they are installed already.
 *
 * @param description - What the packages are for, shown while they are installed.
 */
export function installPackages(folder: string, description: string): void {
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  const installedLockFile = join(folder, 'node_modules', '.installed-lock.json');
  if (existsSync(installedLockFile) && readFileSync(installedLockFile, 'utf8') === lock) return;
  console.error(`Installing ${description} ...`);
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ci failed in ${folder}. See its output above.`);
  writeFileSync(installedLockFile, lock);
}
