import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from '../../scripts/install-packages.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Generates the API reference from the docstrings: `docs/reference/html/index.html`. */
export function generateReference(): void {
  installPackages(folder, 'TypeDoc, of docs/reference/package.json');
  const typedoc = join(folder, 'node_modules', 'typedoc', 'bin', 'typedoc');
  const { status, error } = spawnSync(process.execPath, [typedoc, '--options', 'typedoc.json'], {
    cwd: folder,
    stdio: 'inherit',
  });
  if (error) throw error;
  if (status !== 0) throw new Error('TypeDoc failed. See its output above.');
}
