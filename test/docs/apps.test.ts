import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { App } from 'frameio-lambda';
import { testApp } from 'frameio-lambda/testing';
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';

/** Secrets that an app outside of AWS reads when it is imported. */
const SECRETS = { WEBHOOK_SECRET: 'a-signing-secret', FRAMEIO_TOKEN: 'a-token' };
Object.assign(process.env, SECRETS);

const projects: DocumentProject[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

it.each([
  { page: 'README.md', comments: ['Launch film.mov is ready: 48.3 MB.'] },
  {
    page: 'docs/configuration.md',
    comments: ['Robin, Launch film.mov is larger than 0.01 GB. Please archive it.'],
  },
  { page: 'docs/local-development.md', comments: [] },
  { page: 'docs/concepts.md', comments: [] },
  { page: 'docs/upgrading.md', comments: [] },
])('the app of $page handles a file and posts $comments', async ({ page, comments }) => {
  const project = projectOf(readDocument(page));
  projects.push(project);
  const { app } = await import(join(project.folder, 'functions/app.ts'));
  if (!(app instanceof App)) throw new Error('The example exports no app.');
  const t = await testApp(app, { env: { REVIEWER: 'Robin', MAX_GIGABYTES: 0.01 } });
  await t.send('file.ready', { name: 'Launch film.mov', fileSize: 48_318_382 });
  expect(t.comments).toEqual(comments);
});
