import { describe, expect, it } from '@jest/globals';
import { App, endpointHandler, message } from '../../../lib/index.ts';
import { ACTION_SECRET, actionRequest, INTERACTION } from '../../support/action-requests.ts';
import { withEnvironment } from '../../support/environment.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { ARCHIVE, answerOf, makeApp, setUpIdempotencyTable } from './archive-action.ts';

const DONE = message('Archived', 'The file is in cold storage.');
const DONE_BODY = { title: 'Archived', description: 'The file is in cold storage.' };

setUpIdempotencyTable();

describe('a custom action without a form', () => {
  it('answers with the message of its handler, which receives who ran it and on what', async () => {
    const seen: unknown[] = [];
    const app = makeApp().onAction('studio.archive', ARCHIVE, ({ kind, action, data, attempt, isRetry }) => {
      seen.push({ kind, action, data, attempt, isRetry });
      return DONE;
    });
    expect(await answerOf(app)).toEqual({ status: 200, body: DONE_BODY });
    const { account_id, action_id, interaction_id, project, resource, user, workspace } = INTERACTION;
    expect(seen).toEqual([
      {
        kind: 'action',
        action: {
          type: 'studio.archive',
          actionId: action_id,
          interactionId: interaction_id,
          accountId: account_id,
          workspaceId: workspace.id,
          projectId: project.id,
          userId: user.id,
          resources: [resource],
          resource,
          resourceId: resource.id,
        },
        data: {},
        attempt: 1,
        isRetry: false,
      },
    ]);
  });

  it('runs inside the middleware, and a middleware that skips it answers without a dialog', async () => {
    const kinds: string[] = [];
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
    app.use(({ kind }) => void kinds.push(kind));
    expect(await answerOf(app)).toEqual({ status: 200, body: {} });
    expect(kinds).toEqual(['action']);
  });

  it.each([
    { name: 'several assets', change: { resources: [INTERACTION.resource, INTERACTION.resource] }, found: 'one asset' },
    { name: 'a folder', change: { resource: { id: 'f', type: 'folder' } }, found: 'works on files only' },
  ])('answers $name with a message if it is for single files', async ({ change, found }) => {
    const app = makeApp();
    app.onAction('studio.archive', { ...ARCHIVE, resourceTypes: ['file'] }, () => {
      throw new Error('The handler must not run.');
    });
    const { status, body } = await answerOf(app, change);
    expect({ status, body }).toEqual({ status: 200, body: { title: 'Archive', description: expect.any(String) } });
    expect(JSON.stringify(body)).toContain(found);
  });

  it('receives all assets if it is for several', async () => {
    const resources = Array.from({ length: 100 }, (_, index) => ({ id: `file-${index}`, type: 'file' }));
    const app = makeApp().onAction('studio.archive', { ...ARCHIVE, multiAsset: true }, ({ action }) =>
      message('Archived', `${action.resources.length} files, first ${action.resourceId}`),
    );
    const answer = await answerOf(app, { resource: undefined, resources });
    expect(answer.body).toEqual({ title: 'Archived', description: '100 files, first file-0' });
  });

  it('does not receive a file that is selected beside a folder, if it is for files', async () => {
    const app = makeApp().onAction('studio.archive', { ...ARCHIVE, resourceTypes: ['file'], multiAsset: true }, () => {
      throw new Error('The handler must not run.');
    });
    const resources = [INTERACTION.resource, { id: 'folder', type: 'folder' }];
    const { body } = await answerOf(app, { resource: undefined, resources });
    expect(body).toEqual({ title: 'Archive', description: expect.stringContaining('works on files only') });
  });
});

describe('the handler of a custom action', () => {
  it('runs once for requests that arrive at the same time, in one process and in two', async () => {
    let runs = 0;
    const process = () =>
      makeApp().onAction('studio.archive', ARCHIVE, () => {
        runs += 1;
        return DONE;
      });
    const [first, second] = [process(), process()];
    const answers = await Promise.all([answerOf(first), answerOf(first), answerOf(second)]);
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ status: 200, body: DONE_BODY })));
    expect(await answerOf(process())).toEqual({ status: 200, body: DONE_BODY });
    expect(runs).toBe(1);
  });

  it('runs again for another interaction', async () => {
    let runs = 0;
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => {
      runs += 1;
      return DONE;
    });
    await answerOf(app);
    await answerOf(app, { interaction_id: 'another' });
    expect(runs).toBe(2);
  });

  it('shows a message with a reference if it throws, and onError and the log have the error', async () => {
    const logger = new MemoryLogger();
    const reported: unknown[] = [];
    const failure = new Error('no disk');
    const app = makeApp(logger).onAction('studio.archive', ARCHIVE, () => Promise.reject(failure));
    app.onError((error, { kind, handlerName }) => void reported.push([kind, handlerName, error]));
    const { status, body } = await answerOf(app);
    expect(reported).toEqual([['action', 'studio.archive', failure]]);
    const line = logger.lines.find(({ message: logged }) => logged === 'handler failed');
    const reference = line?.attributes.correlation_id;
    expect({ status, body }).toEqual({
      status: 200,
      body: { title: 'Archive', description: expect.stringMatching(new RegExp(`reference: ${reference}$`)) },
    });
    expect(await answerOf(app)).toEqual({ status, body });
    expect(reported).toHaveLength(1);
  });

  it('can have its own message for failures', async () => {
    const app = new App({
      logger: new MemoryLogger(),
      actionSigningSecrets: ACTION_SECRET,
      actionFailureMessage: ({ action }) => message('Sorry', `${action.name} is on holiday.`),
    }).onAction('studio.archive', ARCHIVE, () => Promise.reject(new Error('no disk')));
    expect(await answerOf(app)).toMatchObject({ body: { title: 'Sorry', description: 'Archive is on holiday.' } });
  });

  it('shows the default message if the message of the app is none', async () => {
    const logger = new MemoryLogger();
    const actionFailureMessage = () => JSON.parse('null');
    const app = new App({ logger, actionSigningSecrets: ACTION_SECRET, actionFailureMessage });
    app.onAction('studio.archive', ARCHIVE, () => Promise.reject(new Error('no disk')));
    expect(await answerOf(app)).toMatchObject({ status: 200, body: { title: 'Archive' } });
    expect(logger.lines).toContainEqual(expect.objectContaining({ message: 'actionFailureMessage failed' }));
  });

  it('does not start if no time is left, and Frame.io may repeat the request', async () => {
    let runs = 0;
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => {
      runs += 1;
      return DONE;
    });
    const endpoint = await endpointHandler(app);
    const late = actionRequest({}, { receivedAt: Date.now() - 4_000 });
    expect(await endpoint(late)).toMatchObject({ statusCode: 503 });
    expect(await endpoint(actionRequest())).toMatchObject({ statusCode: 200 });
    expect(runs).toBe(1);
  });

  it('does not start if the table is unavailable, and Frame.io may repeat the request', async () => {
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => {
      throw new Error('The handler must not run.');
    });
    const undo = withEnvironment({ IDEMPOTENCY_TABLE: 'missing' });
    expect(await answerOf(app)).toMatchObject({ status: 503 });
    undo();
  });
});
