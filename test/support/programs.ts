import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Creates programs from JavaScript sources, by name. Returns their folder. */
export function createPrograms(sources: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  for (const [name, source] of Object.entries(sources)) {
    writeFileSync(join(folder, name), `#!${process.execPath}\n${source}`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}
