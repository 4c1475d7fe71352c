import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const lockFile = `${folder}package-lock.json`;
/** Copy of the lock file that `node_modules` was last installed from. */
const installedLockFile = `${folder}node_modules/.installed-lock.json`;

/** Installs what `bench/package.json` names, unless that has been done. */
export function installPackages(): void {
  const lock = readFileSync(lockFile, 'utf8');
  if (existsSync(installedLockFile) && readFileSync(installedLockFile, 'utf8') === lock) return;
  console.log('Installing what the endpoint is measured against, and the Node of the Lambda runtime ...');
  const { status, error } = spawnSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error('npm ci failed; its reason is above.');
  writeFileSync(installedLockFile, lock);
}
