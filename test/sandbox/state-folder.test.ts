import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type StateFolder, takeStateFolder } from '../../sandbox/state-folder.ts';

let path: string;
let statePath: string;
let folder: StateFolder | undefined;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'state-')), 'state');
  statePath = join(path, 'sqs.journal');
});
afterEach(() => folder?.release());

it('is one sandbox’s at a time', async () => {
  folder = await takeStateFolder(path, { fresh: false });
  writeFileSync(statePath, 'state');
  for (const fresh of [false, true]) {
    await expect(takeStateFolder(path, { fresh })).rejects.toThrow('Another sandbox has its state in');
  }
  await folder.release();
  folder = await takeStateFolder(path, { fresh: false });
  expect(existsSync(statePath)).toBe(true);
});

it('is free when what another left says that it is in use, and nobody answers', async () => {
  await (await takeStateFolder(path, { fresh: false })).release();
  writeFileSync(join(path, 'in-use'), '');
  folder = await takeStateFolder(path, { fresh: false });
});

it('is emptied for who wants it fresh', async () => {
  await (await takeStateFolder(path, { fresh: false })).release();
  writeFileSync(statePath, 'state');
  folder = await takeStateFolder(path, { fresh: true });
  expect(existsSync(statePath)).toBe(false);
});
