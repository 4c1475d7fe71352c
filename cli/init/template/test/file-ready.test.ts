import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testApp } from 'frameio-lambda/testing';
import { app } from '../functions/app.ts';

test('posts a comment with the name of the file', async () => {
  const t = await testApp(app);
  await t.send('file.ready', { name: 'Launch film.mp4' });
  assert.deepEqual(t.comments, ['Launch film.mp4 is ready.']);
});
