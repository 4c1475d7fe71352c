import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type OpenWorld, openWorld } from '../../../sandbox/frameio/world-journal.ts';

let path: string;
let opened: OpenWorld[];
beforeEach(() => {
  opened = [];
  path = join(mkdtempSync(join(tmpdir(), 'world-')), 'frameio.journal');
});
afterEach(() => Promise.all(opened.map((one) => one.close())));

/** Opens the world, as if whoever had it open before had been killed. */
async function open() {
  const one = await openWorld(path);
  opened.push(one);
  return one.world;
}

it('is the same world when it is opened again', async () => {
  const before = await open();
  const file = before.addFile({ name: 'a.mp4', fileSize: 5 });
  const comment = before.addComment(file.id, { text: 'a' });
  const { file: uploaded } = before.startUpload({ name: 'b.mov', fileSize: 1 });
  before.receivePart(uploaded.id, 1, 'digest');
  before.transcode(uploaded.id);
  const deleted = before.addFile({ name: 'c.mp4', fileSize: 1 });
  before.deleteFile(deleted.id);

  const after = await open();
  expect(after.identity).toEqual(before.identity);
  expect(after.files()).toEqual(before.files());
  expect(after.file(uploaded.id)).toMatchObject({ status: 'transcoded' });
  expect(after.uploadOf(uploaded.id)).toEqual(before.uploadOf(uploaded.id));
  expect(after.commentsOf(file.id)).toEqual([comment]);
  expect(after.file(deleted.id)).toBeUndefined();
});

it('goes on from there', async () => {
  const { id } = (await open()).addFile({ name: 'a.mp4', fileSize: 5 });
  (await open()).addComment(id, { text: 'a' });
  (await open()).addComment(id, { text: 'b' });
  const comments = (await open()).commentsOf(id);
  expect(comments.map(({ text }) => text)).toEqual(['a', 'b']);
});
