import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord } from '../../lib/core/type-guards.ts';

const pathIn = (stateFolder: string) => join(stateFolder, 'sandbox.json');

/**
 * Saves the URL of a sandbox in its state folder, so that the commands find it.
 *
 * @returns A function that removes it.
 */
export function writeSandboxAddress(stateFolder: string, url: string): () => void {
  const path = pathIn(stateFolder);
  writeFileSync(path, `${JSON.stringify({ url })}\n`);
  return () => rmSync(path, { force: true });
}

/** Reads the URL that a sandbox saved. It may be stale: a killed sandbox leaves it behind. */
export function readSandboxAddress(stateFolder: string): string | undefined {
  try {
    const url = parseRecord(readFileSync(pathIn(stateFolder), 'utf8'))?.url;
    return typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}
