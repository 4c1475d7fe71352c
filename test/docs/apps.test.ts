import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { deliverFileReady } from './deliver.ts';
import { type Stage, startStage } from './stage.ts';

/** Variables that the construct and a user set. */
const VARIABLES = {
  API_CREDENTIALS_SECRET_ID: 'frameio/api',
  SIGNING_SECRETS_SECRET_ID: 'frameio/webhooks',
  REVIEWER: 'Robin',
  MAX_GIGABYTES: '0.01',
};

const environment = { ...process.env };
const projects: DocumentProject[] = [];
let stage: Stage;
// One stage for all tests: the client of Secrets Manager keeps its first endpoint.
beforeAll(async () => {
  stage = await startStage();
  Object.assign(process.env, stage.variables, VARIABLES);
});
afterAll(async () => {
  for (const name of Object.keys({ ...stage.variables, ...VARIABLES })) delete process.env[name];
  Object.assign(process.env, environment);
  await stage.close();
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
  const { id } = stage.frameioState.addFile({ name: 'Launch film.mov', fileSize: 48_318_382 });
  const { app } = await import(join(project.folder, 'functions/app.ts'));
  expect(await deliverFileReady(stage, app, id)).toMatchObject({ statusCode: 200 });
  expect(stage.frameioState.commentsOf(id).map(({ text }) => text)).toEqual(comments);
});
