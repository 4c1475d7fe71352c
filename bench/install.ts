import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const lockFile = `${folder}package-lock.json`;
/** Copy of the lock file of the last installation. */
const installedLockFile = `${folder}node_modules/.installed-lock.json`;

/** Installs the packages of `bench/package.json`, unless they are installed already. */
export function installPackages(): void {
  const lock = readFileSync(lockFile, 'utf8');
  if (existsSync(installedLockFile) && readFileSync(installedLockFile, 'utf8') === lock) return;
  console.error("Installing the packages of bench/package.json (the plain way's, and Lambda's Node.js) ...");
  const { status, error } = spawnSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error('npm ci failed. See its output above.');
  writeFileSync(installedLockFile, lock);
}
