import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readDotEnv } from '../../../cli/start/read-dot-env.ts';

it('reads the file .env', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dot-env-'));
  writeFileSync(join(folder, '.env'), '# a comment\nCHANNEL="#dailies"\nexport LIMIT=3 # three\nEMPTY=\n');
  expect(readDotEnv(folder)).toEqual({ CHANNEL: '#dailies', LIMIT: '3', EMPTY: '' });
});

it('returns no values without a file', () => {
  expect(readDotEnv(mkdtempSync(join(tmpdir(), 'dot-env-')))).toEqual({});
});
