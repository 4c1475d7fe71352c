import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRecord } from '../../lib/core/type-guards.ts';

const pathIn = (stateFolder: string) => join(stateFolder, 'clock.json');

/**
 * Saves by how many milliseconds the sandbox's clock is ahead of the machine's. The times in the state folder come from
 * the sandbox's clock. After a restart without this offset, delayed messages and locks would last too long.
 */
export function writeClockOffset(stateFolder: string, offsetMs: number): void {
  const path = pathIn(stateFolder);
  writeFileSync(`${path}.new`, JSON.stringify({ offsetMs }));
  renameSync(`${path}.new`, path); // a process that crashes before this line leaves the old file intact
}

/** Reads the saved offset in milliseconds; 0 when there is none. */
export function readClockOffset(stateFolder: string): number {
  const offsetMs = readSaved(pathIn(stateFolder))?.offsetMs;
  return typeof offsetMs === 'number' && offsetMs >= 0 ? offsetMs : 0;
}

function readSaved(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return parseRecord(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
