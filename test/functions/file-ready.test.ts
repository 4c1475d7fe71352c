import { expect, it } from '@jest/globals';
import { App } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';
import { describeFile, fileReady } from '../../functions/handlers/file-ready.ts';

const COMMENT = 'Interview.mov is ready: QuickTime video, 1.2 MB.';
const MISSING_FILE = '378fcbf7-6f88-4224-8139-6a743ed940b2';

/** Starts a test of an app with only this handler, with a file. */
async function start() {
  const app = new App();
  app.onWebhook('file.ready', fileReady, { sameEvent: ({ resourceId }) => resourceId });
  const t = await testApp(app);
  return { t, file: t.frameio.addFile({ name: 'Interview.mov', fileSize: 1_234_567 }) };
}

it('comments on the file with its type and size', async () => {
  const { t, file } = await start();
  await t.send('file.ready', file);
  expect(t.comments).toEqual([COMMENT]);
});

it('comments once, however often Frame.io reports the file', async () => {
  const { t, file } = await start();
  await t.send('file.ready', file);
  await t.advance('1 day');
  await t.send('file.ready', file);
  expect(t.comments).toEqual([COMMENT]);
});

it('posts no second comment when the response to the first was lost', async () => {
  const { t, file } = await start();
  t.frameio.fail('comments.create', { statusAfterProcessing: 502 });
  await expect(t.send('file.ready', file)).rejects.toMatchObject({ status: 502 });
  await t.advance('5 minutes');
  expect(t.comments).toEqual([COMMENT]);
  expect(t.logs).toContainEqual(expect.objectContaining({ message: 'comment exists from an earlier attempt' }));
});

it.each([
  { by: 'person', text: COMMENT },
  { by: 'app', text: 'Archive it?' },
] as const)('posts its comment at a retry when the only comment is "$text" of the $by', async ({ by, text }) => {
  const { t, file } = await start();
  t.frameio.fail('comments.create', 503);
  await expect(t.send('file.ready', file)).rejects.toMatchObject({ status: 503 });
  t.frameio.addComment(file, text, { by });
  await t.advance('5 minutes');
  expect(t.frameio.commentsOn(file)).toMatchObject([{ text }, { text: COMMENT }]);
});

it('waits for a file that Frame.io does not find yet, and ends without a comment after two minutes', async () => {
  const { t } = await start();
  expect(await t.send('file.ready', { id: MISSING_FILE })).toMatchObject({ handlers: [{ outcome: 'postponed' }] });
  await t.advance('3 minutes');
  expect(t.deliveries).toMatchObject([{ handlers: [{ outcome: 'completed' }] }]);
  expect(t.comments).toEqual([]);
});

it.each([
  ['video/mp4', 48_318_382, 'MP4 video, 48.3 MB'],
  ['video/quicktime', 1_000, 'QuickTime video, 1 KB'],
  ['video/x-matroska', 999, 'MATROSKA video, 999 bytes'],
  ['audio/x-wav', 999_949, 'WAV audio, 999.9 KB'],
  ['image/png', 999_950, 'PNG image, 1 MB'],
  ['application/pdf', 1_500_000_000, 'PDF document, 1.5 GB'],
  ['application/octet-stream', 5_000_000_000_000, 'application/octet-stream, 5 TB'],
  ['', 0, 'a file of unknown type, 0 bytes'],
  [null, 1_000, 'a file of unknown type, 1 KB'],
])('%s of %i bytes is %s', (media_type, file_size, expected) => {
  expect(describeFile({ media_type, file_size })).toBe(expected);
});
