import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { App } from '../../lib/app/app.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { webhookEvent } from '../support/events.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { type Stage, startStage } from './stage.ts';

const environment = { ...process.env };
let stage: Stage;
let project: DocumentProject;
beforeEach(async () => {
  stage = await startStage();
  project = projectOf(readDocument('docs/getting-started.md'));
  Object.assign(process.env, stage.variables);
});
afterEach(async () => {
  for (const name of Object.keys(stage.variables)) delete process.env[name];
  Object.assign(process.env, environment);
  jest.restoreAllMocks();
  await stage.close();
  project.remove();
});

it.each([
  { name: 'Scan.tiff', comments: ['Scan.tiff is image/tiff. Please deliver MP4 or QuickTime.'] },
  { name: 'Take 2.mov', comments: [] },
])('check-format.ts posts $comments on $name', async ({ name, comments }) => {
  const { checkFormat } = await import(join(project.folder, 'functions/handlers/check-format.ts'));
  const { frameioState, variables } = stage;
  const client = new FrameioClient({ token: frameioState.token, baseUrl: variables.FRAMEIO_BASE_URL });
  const app = new App({ client, logger: new MemoryLogger() }).onWebhook('file.ready', checkFormat);
  const { id } = frameioState.addFile({ name, fileSize: 10 });
  const event = { ...webhookEvent(), accountId: frameioState.account.id, resourceId: id };
  expect(await app.dispatch(event, 3_000)).toMatchObject([{ outcome: 'completed' }]);
  expect(frameioState.commentsOf(id).map(({ text }) => text)).toEqual(comments);
});

it('functions/app.ts exports an app', async () => {
  expect((await import(join(project.folder, 'functions/app.ts'))).app).toBeInstanceOf(App);
});

it('register-webhook.ts prints the signing secret', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  await import(join(project.folder, 'register-webhook.ts'));
  const [created] = stage.frameioState.stores.webhooks.all();
  expect(created?.webhook.events).toEqual(['file.ready']);
  expect(log.mock.calls).toEqual([[`Signing secret of the webhook: ${created?.secret}`]]);
});
