import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { LocalValues } from '../../sandbox/deployment/declared-values.ts';

/** Reads the file `.env` of a folder. Without a file there are no values. */
export function readDotEnv(folder: string): LocalValues {
  const path = join(folder, '.env');
  if (!existsSync(path)) return {};
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')));
  return Object.fromEntries(entries.map(([name, value = '']) => [name, value]));
}
