import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Files that a clone of the repository does not have. */
const NOT_IN_A_CLONE = new Set(['.git', '.sandbox', 'cdk.out', 'coverage', 'dist', 'node_modules']);

/** A copy of the repository, to change files in. */
export interface RepositoryCopy {
  readonly folder: string;
  remove(): void;
}

/** Copies the repository into a temporary folder, and links its installed packages. */
export function copyRepository(name: string): RepositoryCopy {
  const folder = mkdtempSync(join(tmpdir(), `frameio lambda ${name}-`));
  cpSync(root, folder, {
    recursive: true,
    filter: (path) =>
      !relative(root, path)
        .split(sep)
        .some((part) => NOT_IN_A_CLONE.has(part)),
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
