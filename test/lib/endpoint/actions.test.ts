import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ActionHandler,
  App,
  checkbox,
  endpointHandler,
  form,
  message,
  select,
  text,
  wizard,
} from '../../../lib/index.ts';
import { ACTION_SECRET, actionRequest, INTERACTION, readAnswer } from '../../support/action-requests.ts';
import { withEnvironment } from '../../support/environment.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const WEBHOOK_SECRET = 'a-signing-secret';
const ARCHIVE = { name: 'Archive', description: 'Moves the file to cold storage' };
const DONE = message('Archived', 'The file is in cold storage.');
const DONE_BODY = { title: 'Archived', description: 'The file is in cold storage.' };

let table: TestTable;
let restore = () => {};
beforeEach(async () => {
  table = await startIdempotencyTable();
  restore = withEnvironment({
    IDEMPOTENCY_TABLE: table.name,
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
  });
});
afterEach(async () => {
  restore();
  await table.close();
});

function makeApp(logger = new MemoryLogger()): App {
  return new App({ logger, signingSecrets: WEBHOOK_SECRET, actionSigningSecrets: ACTION_SECRET });
}

const archiveForm = form({
  title: 'Archive',
  description: 'Where should it go?',
  fields: {
    tier: select({ label: 'Tier', options: { cold: 'Cold storage', deep: 'Deep archive' }, value: 'cold' }),
    notify: checkbox({ label: 'Tell the uploader' }),
    note: text({ label: 'Note' }),
  },
});
const DATA = { tier: 'deep', notify: 'true', note: 'Season 1' };

/** Sends a request to the endpoint of an app. */
async function answerOf(app: App, change: object = {}) {
  return readAnswer(await (await endpointHandler(app))(actionRequest(change)));
}

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
});

describe('a custom action with a form', () => {
  const withForm = (handle: ActionHandler<{ tier: 'cold' | 'deep'; notify: boolean; note: string }>) =>
    makeApp().onAction('studio.archive', { ...ARCHIVE, form: archiveForm }, handle);

  it('shows the form, then runs the handler with the typed data', async () => {
    const app = withForm(({ data }) => message('Archived', JSON.stringify(data)));
    expect(await answerOf(app)).toMatchObject({
      status: 200,
      body: { title: 'Archive', fields: [{ name: 'tier' }, {}, {}] },
    });
    expect(await answerOf(app, { data: DATA })).toEqual({
      status: 200,
      body: { title: 'Archived', description: '{"tier":"deep","notify":true,"note":"Season 1"}' },
    });
  });

  it('runs the handler for a submission without ids, as Frame.io’s guide shows it', async () => {
    const app = withForm(({ action }) => message('Archived', `${action.resourceId} of ${action.accountId}`));
    await answerOf(app);
    const only = {
      account_id: undefined,
      project: undefined,
      resource: undefined,
      user: undefined,
      workspace: undefined,
    };
    expect(await answerOf(app, { ...only, data: DATA })).toMatchObject({
      body: { description: `${INTERACTION.resource.id} of ${INTERACTION.account_id}` },
    });
  });

  it('shows the form again with a note if the data does not fit, and runs no handler', async () => {
    const app = withForm(() => {
      throw new Error('The handler must not run.');
    });
    const { body } = await answerOf(app, { data: { ...DATA, tier: 'glacier' } });
    expect(body).toMatchObject({
      title: 'Archive',
      fields: [{ name: 'tier' }, { value: true }, { value: 'Season 1' }],
    });
    expect(JSON.stringify(body)).toContain('Tier');
  });

  it('loads the options of its form when somebody clicks', async () => {
    let presets = ['proxy'];
    const app = makeApp().onAction(
      'studio.archive',
      {
        ...ARCHIVE,
        form: async ({ action }) => {
          const options = presets.map((name) => ({ name, value: name }));
          return form({
            title: action.resourceId,
            description: 'Which?',
            fields: { preset: select({ label: 'Preset', options }) },
          });
        },
      },
      ({ data }) => message('Rendering', data.preset),
    );
    expect(await answerOf(app)).toMatchObject({ body: { title: INTERACTION.resource.id } });
    expect(await answerOf(app, { data: { preset: 'proxy' } })).toMatchObject({ body: { description: 'proxy' } });
    presets = ['master'];
    const other = { interaction_id: 'another', data: { preset: 'proxy' } };
    expect(await answerOf(app, other)).toMatchObject({ body: { fields: [{ options: [{ value: 'master' }] }] } });
  });
});

it('a wizard collects the data of its steps, although each runs in another process', async () => {
  const steps = wizard(
    form({ title: 'Publish', description: 'Where?', fields: { channel: text({ label: 'Channel' }) } }),
  )
    .step(({ data }) =>
      form({ title: 'Publish', description: `To ${data.channel}?`, fields: { sure: checkbox({ label: 'Sure' }) } }),
    )
    .step(({ data }) =>
      data.sure
        ? form({ title: 'Publish', description: 'When?', fields: { at: text({ label: 'At' }) } })
        : message('Stopped', 'Nothing is published.'),
    );
  const process = () =>
    makeApp().onAction('studio.archive', { ...ARCHIVE, form: steps }, ({ data }) =>
      message('Published', `${data.channel} ${data.sure} ${data.at}`),
    );
  expect(await answerOf(process())).toMatchObject({ body: { description: 'Where?' } });
  expect(await answerOf(process(), { data: { channel: 'a' } })).toMatchObject({ body: { description: 'To a?' } });
  expect(await answerOf(process(), { data: { sure: true } })).toMatchObject({ body: { description: 'When?' } });
  expect(await answerOf(process(), { data: { channel: 'a' } })).toMatchObject({ body: { description: 'To a?' } });
  expect(await answerOf(process(), { data: { at: 'noon' } })).toMatchObject({ body: { description: 'a true noon' } });
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

  it('does not start after its form function has used up the time', async () => {
    let runs = 0;
    let ended = Promise.resolve();
    const app = makeApp().onAction(
      'studio.archive',
      {
        ...ARCHIVE,
        form: ({ signal }) => {
          const timeUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
          ended = timeUp;
          return timeUp.then(() => archiveForm);
        },
      },
      () => {
        runs += 1;
        return DONE;
      },
    );
    const endpoint = await endpointHandler(app);
    const request = actionRequest({ data: DATA }, { receivedAt: Date.now() - 3_000 });
    expect(readAnswer(await endpoint(request))).toMatchObject({ status: 200, body: { title: 'Archive' } });
    await ended;
    await new Promise(setImmediate);
    expect(runs).toBe(0);
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
