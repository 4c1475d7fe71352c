import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pathIn = (stateFolder: string) => join(stateFolder, 'clock.json');

/**
 * Keeps how far the clock of a sandbox is ahead of the machine's, in ms. What a sandbox keeps beside it has times of that
 * clock in it: by another, a message would stay hidden and a lock held until the machine gets there.
 */
export function writeClockLead(stateFolder: string, aheadMs: number): void {
  const path = pathIn(stateFolder);
  writeFileSync(`${path}.new`, JSON.stringify({ aheadMs }));
  renameSync(`${path}.new`, path); // a process that dies here leaves the old one as it was
}

/** @returns 0 where none is kept. */
export function readClockLead(stateFolder: string): number {
  const { aheadMs } = fieldsIn(pathIn(stateFolder));
  return typeof aheadMs === 'number' && aheadMs >= 0 ? aheadMs : 0;
}

function fieldsIn(path: string): Readonly<Record<string, unknown>> {
  try {
    return { ...JSON.parse(readFileSync(path, 'utf8')) };
  } catch {
    return {};
  }
}
