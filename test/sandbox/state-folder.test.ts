import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from '@jest/globals';
import { takeStateFolder } from '../../sandbox/state-folder.ts';

let path: string;
let statePath: string;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'state-')), 'state');
  statePath = join(path, 'sqs.journal');
});

it('is one sandbox’s at a time', () => {
  const folder = takeStateFolder(path, { fresh: false });
  writeFileSync(statePath, 'state');
  for (const fresh of [false, true]) {
    expect(() => takeStateFolder(path, { fresh })).toThrow(`The sandbox of process ${process.pid} has its state in`);
  }
  folder.release();
  takeStateFolder(path, { fresh: false });
  expect(existsSync(statePath)).toBe(true);
});

it('is free when the sandbox that had it was killed', () => {
  takeStateFolder(path, { fresh: false });
  writeFileSync(join(path, 'process-id'), '4194305'); // more than Linux gives out
  takeStateFolder(path, { fresh: false });
});

it('is emptied for who wants it fresh', () => {
  takeStateFolder(path, { fresh: false }).release();
  writeFileSync(statePath, 'state');
  takeStateFolder(path, { fresh: true });
  expect(existsSync(statePath)).toBe(false);
});
