import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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

it('is available after a sandbox that was killed', async () => {
  await (await acquireStateFolder(path, { fresh: false })).release();
  const script = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
  spawnSync(process.execPath, ['-e', script, join(path, 'in-use')]);
  expect(readdirSync(path)).toContain('in-use');
  folder = await acquireStateFolder(path, { fresh: false });
});

it('is emptied with fresh', async () => {
  await (await acquireStateFolder(path, { fresh: false })).release();
  writeFileSync(statePath, 'state');
  folder = await acquireStateFolder(path, { fresh: true });
  expect(existsSync(statePath)).toBe(false);
});

it('is emptied of everything that a sandbox creates', async () => {
  await (await acquireStateFolder(path, { fresh: false })).release();
  mkdirSync(join(path, 'dynamodb'), { recursive: true });
  const names = [
    'sqs.journal',
    'sqs.journal.new',
    'frameio.journal',
    'clock.json',
    'addresses.json',
    'dynamodb/000001.log',
  ];
  for (const name of names) writeFileSync(join(path, name), 'state');
  folder = await acquireStateFolder(path, { fresh: true });
  expect(readdirSync(path).sort()).toEqual(['frameio-sandbox.json', 'in-use']);
});

it('keeps other entries, and lists them', async () => {
  mkdirSync(path);
  for (const name of ['.DS_Store', 'notes.txt']) writeFileSync(join(path, name), 'mine');
  await (await acquireStateFolder(path, { fresh: false })).release();
  writeFileSync(statePath, 'state');
  folder = await acquireStateFolder(path, { fresh: true });
  expect(readdirSync(path).sort()).toEqual(['.DS_Store', 'frameio-sandbox.json', 'in-use', 'notes.txt']);
  expect([...folder.foreignEntries].sort()).toEqual(['.DS_Store', 'notes.txt']);
});

/** Reads every file of the folder, by name. */
function contents(): Record<string, string> {
  const names = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(names.map(({ name, parentPath }) => [name, readFileSync(join(parentPath, name), 'utf8')]));
}

const NAMES = [
  'sqs.journal',
  'frameio.journal',
  'clock.json',
  'clock.json.new',
  'addresses.json',
  'bundles/index.mjs',
  'dynamodb/thesis.txt',
  'in-use',
  'frameio-sandbox.json',
];

describe.each([false, true])('a folder of other origin, with fresh %s,', (fresh) => {
  it.each(NAMES)('is refused unchanged if it has %s', async (name) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    for (const file of [name, 'thesis.txt']) writeFileSync(join(path, file), 'mine');
    const before = contents();
    await expect(acquireStateFolder(path, { fresh })).rejects.toThrow(
      /(no sandbox created: .*|to be the marker.*) Nothing was changed\. Choose an/,
    );
    expect(contents()).toEqual(before);
  });
});

it('is refused unchanged with fresh when it has other entries only', async () => {
  mkdirSync(path);
  for (const name of ['thesis.txt', '.git']) writeFileSync(join(path, name), 'mine');
  const before = contents();
  await expect(acquireStateFolder(path, { fresh: true })).rejects.toThrow(/no sandbox created: \.git, thesis\.txt\./);
  expect(contents()).toEqual(before);
});

it.each([false, true])(
  'keeps a file with the name of the lock in a folder of a sandbox, with fresh %s',
  async (fresh) => {
    await (await acquireStateFolder(path, { fresh: false })).release();
    writeFileSync(join(path, 'in-use'), 'mine');
    await expect(acquireStateFolder(path, { fresh })).rejects.toThrow('no sandbox created: in-use.');
    expect(readFileSync(join(path, 'in-use'), 'utf8')).toBe('mine');
  },
);
