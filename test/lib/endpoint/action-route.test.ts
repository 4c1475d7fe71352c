import { describe, expect, it } from '@jest/globals';
import { App, actionsHandler, endpointHandler, message } from '../../../lib/index.ts';
import { ACTION_SECRET, actionRequest, readAnswer } from '../../support/action-requests.ts';
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const WEBHOOK_SECRET = 'a-signing-secret';
const ARCHIVE = { name: 'Archive', description: 'Moves the file to cold storage' };
const DONE = message('Archived', 'The file is in cold storage.');
const DONE_BODY = { title: 'Archived', description: 'The file is in cold storage.' };

function makeApp(logger = new MemoryLogger()): App {
  return new App({ logger, signingSecrets: WEBHOOK_SECRET, actionSigningSecrets: ACTION_SECRET });
}

/** Sends a request to the endpoint of an app. */
async function answerOf(app: App, change: object = {}) {
  return readAnswer(await (await endpointHandler(app))(actionRequest(change)));
}

describe('the endpoint of custom actions', () => {
  const app = () => makeApp().onAction('studio.archive', ARCHIVE, () => DONE);

  it('answers an action without a handler with a message, and logs it', async () => {
    const logger = new MemoryLogger();
    const action = makeApp(logger).onAction('studio.archive', ARCHIVE, () => DONE);
    const { status, body } = await answerOf(action, { type: 'studio.gone' });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { description: 'This action is no longer available.' },
    });
    expect(logger.lines).toContainEqual(expect.objectContaining({ message: 'custom action without handler' }));
  });

  it.each([
    { name: 'the secret of the webhooks', request: () => actionRequest({}, { secret: WEBHOOK_SECRET }) },
    {
      name: 'a stale timestamp',
      request: () => actionRequest({}, { timestamp: Math.floor(Date.now() / 1_000) - 400 }),
    },
  ])('refuses a request with $name', async ({ request }) => {
    expect(await (await endpointHandler(app()))(request())).toEqual({ statusCode: 401, headers: {}, body: '' });
  });

  it('refuses a webhook that the secret of the actions signs', async () => {
    const endpoint = await endpointHandler(app());
    expect(await endpoint(signedDelivery({ secret: ACTION_SECRET }))).toMatchObject({ statusCode: 401 });
  });

  it('runs no handler of events for an event on the path of the actions', async () => {
    const logger = new MemoryLogger();
    const both = makeApp(logger).onAction('studio.archive', ARCHIVE, () => DONE);
    both.onWebhook('file.ready', () => {
      throw new Error('The handler must not run.');
    });
    const event = signedDelivery({ secret: ACTION_SECRET, path: '/actions' });
    expect(readAnswer(await (await endpointHandler(both))(event))).toEqual({
      status: 200,
      body: { outcome: 'unhandled' },
    });
    const attributes = { kind: 'webhook', type: 'file.ready' };
    expect(logger.lines).toContainEqual({ level: 'warn', message: 'delivery without handler', attributes });
  });

  it('refuses a body that is no action', async () => {
    const event = signedDelivery({ secret: ACTION_SECRET, path: '/actions', body: 'no JSON' });
    expect(await (await endpointHandler(app()))(event)).toMatchObject({ statusCode: 400 });
  });

  it('is not below its path', async () => {
    const endpoint = await endpointHandler(app());
    expect(await endpoint(actionRequest({}, { path: '/actions/other' }))).toMatchObject({ statusCode: 401 });
  });

  it.each([{ interaction_id: 5 }, { action_id: '' }, { resource: undefined }, { workspace: null }, { account_id: [] }])(
    'refuses a body with %j',
    async (change) => expect(await answerOf(app(), change)).toMatchObject({ status: 400 }),
  );

  it('accepts any path prefix', async () => {
    const endpoint = await endpointHandler(app());
    expect(await endpoint(actionRequest({}, { path: '/prod/frameio/actions' }))).toMatchObject({ statusCode: 200 });
  });

  it('answers an action that the app registers after the entry point was made', async () => {
    const late = makeApp();
    const endpoint = await endpointHandler(late);
    late.onAction('studio.archive', ARCHIVE, () => DONE);
    expect(await endpoint(actionRequest())).toMatchObject({ statusCode: 200 });
  });

  it('can be a function of its own', async () => {
    const endpoint = await actionsHandler(app());
    expect(readAnswer(await endpoint(actionRequest()))).toEqual({ status: 200, body: DONE_BODY });
    await expect(actionsHandler(makeApp())).rejects.toThrow('no custom action');
  });
});

it('an app refuses an action after the first request', async () => {
  const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
  await answerOf(app);
  expect(() => app.onAction('late', ARCHIVE, () => DONE)).toThrow('before the first delivery');
});

it('an app refuses a second action of the same key', () => {
  const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
  expect(() => app.onAction('studio.archive', ARCHIVE, () => DONE)).toThrow('"studio.archive" already');
  expect(app.manifest.actions).toEqual([
    {
      key: 'studio.archive',
      ...ARCHIVE,
      resourceTypes: ['file', 'folder', 'version_stack'],
      multiAsset: false,
      timeoutSeconds: 5,
    },
  ]);
});

it.each([
  { change: { timeoutSeconds: 4 }, found: 'timeoutSeconds' },
  { change: { timeoutSeconds: 11 }, found: 'timeoutSeconds' },
  { change: { timeoutSeconds: 7.5 }, found: 'timeoutSeconds' },
  { change: { name: ' ' }, found: 'name' },
  { change: { name: JSON.parse('7') }, found: 'name' },
  { change: { description: ' ' }, found: 'description' },
  { change: { description: 'a'.repeat(256) }, found: 'description' },
  { change: { resourceTypes: [] }, found: 'resourceTypes' },
  { change: { resourceTypes: ['file', JSON.parse('"project"')] }, found: 'resourceTypes' },
])('an app refuses an action with $change, and names the field', ({ change, found }) => {
  expect(() => makeApp().onAction('studio.archive', { ...ARCHIVE, ...change }, () => DONE)).toThrow(
    expect.objectContaining({ code: 'config_error', message: expect.stringContaining(`The ${found} of`) }),
  );
});

it.each([{ timeoutSeconds: 5 }, { timeoutSeconds: 10 }, { name: 'a'.repeat(255) }])(
  'an app accepts an action with %j',
  (change) => {
    const app = makeApp().onAction('studio.archive', { ...ARCHIVE, ...change }, () => DONE);
    expect(app.manifest.actions).toMatchObject([change]);
  },
);

it.each(['', ' ', 'a'.repeat(256)])('an app refuses the key %j of an action', (key) => {
  expect(() => makeApp().onAction(key, ARCHIVE, () => DONE)).toThrow('The key of');
});
