import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
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

it('is emptied of all that a sandbox leaves in it', async () => {
  mkdirSync(join(path, 'dynamodb'), { recursive: true });
  const names = [
    'sqs.journal',
    'sqs.journal.new',
    'frameio.journal',
    'clock.json',
    'addresses.json',
    'in-use',
    'dynamodb/000001.log',
  ];
  for (const name of names) writeFileSync(join(path, name), 'state');
  folder = await takeStateFolder(path, { fresh: true });
  expect(readdirSync(path)).toEqual(['in-use']);
});

it('is emptied of that only, and tells what else is in it', async () => {
  mkdirSync(path);
  for (const name of ['sqs.journal', '.DS_Store', 'notes.txt']) writeFileSync(join(path, name), 'mine');
  folder = await takeStateFolder(path, { fresh: true });
  expect(readdirSync(path).sort()).toEqual(['.DS_Store', 'in-use', 'notes.txt']);
  expect([...folder.foreign].sort()).toEqual(['.DS_Store', 'notes.txt']);
});

it('is left as it is, and said not to be a sandbox’s, when it shows no sign of one and anything else is in it', async () => {
  mkdirSync(path);
  const names = ['dynamodb', 'thesis.txt', '.git'];
  for (const name of names) writeFileSync(join(path, name), 'mine');
  await expect(takeStateFolder(path, { fresh: true })).rejects.toThrow(
    /holds no state of a sandbox, but \.git, thesis\.txt\. Nothing was removed; pass --state a folder of its own\./,
  );
  expect(readdirSync(path).sort()).toEqual(names.sort());
});
