import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that one sandbox keeps its state in. */
export interface StateFolder {
  readonly path: string;
  /** Lets the next sandbox have it. */
  release(): void;
}

/**
 * Takes a folder for this process.
 *
 * @param fresh - Whether to forget what is in it.
 * @throws Error when another sandbox has it.
 */
export function takeStateFolder(path: string, { fresh }: { readonly fresh: boolean }): StateFolder {
  const lockPath = join(path, 'process-id');
  const owner = ownerOf(lockPath);
  if (owner !== undefined) {
    throw new Error(`The sandbox of process ${owner} has its state in ${path}: stop it, or choose another --state.`);
  }
  if (fresh) rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  writeFileSync(lockPath, String(process.pid));
  return { path, release: () => rmSync(lockPath, { force: true }) };
}

/** The process that has a folder; none when it has ended without saying so. */
function ownerOf(lockPath: string): number | undefined {
  try {
    const owner = Number(readFileSync(lockPath, 'utf8'));
    process.kill(owner, 0); // asks only whether it is there
    return owner;
  } catch {
    return undefined;
  }
}
