import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { acquireStateFolder, type StateFolder } from '../../../sandbox/persistence/state-folder.ts';

let path: string;
let statePath: string;
let folder: StateFolder | undefined;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'state-')), 'state');
  statePath = join(path, 'sqs.journal');
});
afterEach(() => folder?.release());

it('is refused to a second sandbox', async () => {
  folder = await acquireStateFolder(path, { fresh: false });
  writeFileSync(statePath, 'state');
  for (const fresh of [false, true]) {
    await expect(acquireStateFolder(path, { fresh })).rejects.toThrow('Another sandbox is using');
  }
  await folder.release();
  folder = await acquireStateFolder(path, { fresh: false });
  expect(existsSync(statePath)).toBe(true);
});

it('is available after a sandbox that left its lock behind', async () => {
  await (await acquireStateFolder(path, { fresh: false })).release();
  writeFileSync(join(path, 'in-use'), '');
  folder = await acquireStateFolder(path, { fresh: false });
});

it('is emptied with fresh', async () => {
  await (await acquireStateFolder(path, { fresh: false })).release();
  writeFileSync(statePath, 'state');
  folder = await acquireStateFolder(path, { fresh: true });
  expect(existsSync(statePath)).toBe(false);
});

it('is emptied of everything that a sandbox creates', async () => {
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
  folder = await acquireStateFolder(path, { fresh: true });
  expect(readdirSync(path)).toEqual(['in-use']);
});

it('keeps other entries, and lists them', async () => {
  mkdirSync(path);
  for (const name of ['sqs.journal', '.DS_Store', 'notes.txt']) writeFileSync(join(path, name), 'mine');
  folder = await acquireStateFolder(path, { fresh: true });
  expect(readdirSync(path).sort()).toEqual(['.DS_Store', 'in-use', 'notes.txt']);
  expect([...folder.foreignEntries].sort()).toEqual(['.DS_Store', 'notes.txt']);
});

it('is refused unchanged when it shows no sign of a sandbox and has other entries', async () => {
  mkdirSync(path);
  const names = ['dynamodb', 'thesis.txt', '.git'];
  for (const name of names) writeFileSync(join(path, name), 'mine');
  await expect(acquireStateFolder(path, { fresh: true })).rejects.toThrow(
    /holds no sandbox state, but \.git, thesis\.txt\. Nothing was deleted\. Choose an empty or new folder/,
  );
  expect(readdirSync(path).sort()).toEqual(names.sort());
});
