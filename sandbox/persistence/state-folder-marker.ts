import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord } from '../../lib/core/type-guards.ts';

/** Name of the file that marks a folder as a sandbox's. A sandbox writes it before any other file. */
export const MARKER = 'frameio-sandbox.json';

const CONTENT = { format: 'frameio-lambda-sandbox', version: 1 } as const;

/**
 * Whether a sandbox created the state in a folder.
 *
 * @throws Error if the marker's name belongs to another file.
 */
export function hasMarker(path: string): boolean {
  const markerPath = join(path, MARKER);
  if (!existsSync(markerPath)) return false;
  const { format, version } = parseRecord(readFileSync(markerPath, 'utf8')) ?? {};
  if (format === CONTENT.format && version === CONTENT.version) return true;
  throw new Error(
    `Expected ${markerPath} to be the marker of a sandbox of this version, but it is not. Nothing was changed. Choose another folder with --state.`,
  );
}

export function writeMarker(path: string): void {
  writeFileSync(join(path, MARKER), `${JSON.stringify(CONTENT)}\n`, { flag: 'wx' });
}
