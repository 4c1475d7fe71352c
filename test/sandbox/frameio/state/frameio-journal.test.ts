import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openFrameioState, type PersistedFrameioState } from '../../../../sandbox/frameio/state/frameio-journal.ts';

const NEW_ACTION = {
  name: 'Archive',
  description: 'Moves the file',
  event: 'studio.archive',
  url: 'https://a.invalid',
};

let path: string;
let opened: PersistedFrameioState[];
beforeEach(() => {
  opened = [];
  path = join(mkdtempSync(join(tmpdir(), 'state-')), 'frameio.journal');
});
afterEach(() => Promise.all(opened.map(({ close }) => close())));

/** Opens the state without closing it first, as after a kill. */
async function open() {
  const persisted = await openFrameioState(path);
  opened.push(persisted);
  return persisted.state;
}

it('restores the state', async () => {
  const before = await open();
  const file = before.addFile({ name: 'a.mp4', fileSize: 5 });
  const comment = before.addComment(file.id, { text: 'a' });
  const { file: uploaded } = before.startUpload({ name: 'b.mov', fileSize: 1 });
  before.receivePart(uploaded.id, 1, 'digest');
  before.transcode(uploaded.id);
  const stack = before.createVersionStack([file.id, uploaded.id]);
  const deleted = before.addFile({ name: 'c.mp4', fileSize: 1 });
  before.deleteFile(deleted.id);
  const { action } = before.actions.create(NEW_ACTION, before.user);
  before.actions.update(action.id, { timeout: 7 });
  before.actions.delete(before.actions.create(NEW_ACTION, before.user).action.id);

  const after = await open();
  expect(after.settings).toEqual(before.settings);
  expect(after.files()).toEqual(before.files());
  expect(after.file(uploaded.id)).toMatchObject({ status: 'transcoded' });
  expect(after.uploadOf(uploaded.id)).toEqual(before.uploadOf(uploaded.id));
  expect(after.commentsOf(file.id)).toEqual([comment]);
  expect(after.versionStack(stack.id)).toEqual(before.versionStack(stack.id));
  expect(after.file(deleted.id)).toBeUndefined();
  expect(after.actions.list()).toEqual(before.actions.list());
  expect(after.actions.list()).toMatchObject([{ action: { timeout: 7 } }]);
});

it('records changes to a restored state', async () => {
  const { id } = (await open()).addFile({ name: 'a.mp4', fileSize: 5 });
  (await open()).addComment(id, { text: 'a' });
  (await open()).addComment(id, { text: 'b' });
  const comments = (await open()).commentsOf(id);
  expect(comments.map(({ text }) => text)).toEqual(['a', 'b']);
});
