import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handler } from '../../../lib/registration/registration-handler.ts';
import { InProcessFunction } from '../../support/in-process-function.ts';
import { APP, type RegistrationUnderTest, startRegistration } from './registration-under-test.ts';

const OTHER_ACCOUNT_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const ID = 'registration-request-1';

const registration = new InProcessFunction(handler);
let test: RegistrationUnderTest;
beforeAll(async () => {
  test = await startRegistration();
});
afterAll(() => test.close());
beforeEach(() => {
  registration.output.length = 0;
  test.reset();
});

/** Properties of the resource, as the construct writes them. */
const properties = (changes: object = {}) => ({
  ...test.target,
  manifest: JSON.stringify({ version: 1, ...APP, env: {}, secrets: {} }),
  ...changes,
});

const invoke = (RequestType: string, event: object = {}) =>
  registration.invoke(
    { RequestType, RequestId: 'request-1', ResourceProperties: properties(), ...event },
    test.variables,
  );

const update = (changes: object = {}, before: object = {}) =>
  invoke('Update', {
    RequestId: 'request-2',
    PhysicalResourceId: ID,
    ResourceProperties: properties(changes),
    OldResourceProperties: properties(before),
  });

const registered = () => [...test.webhooks(), ...test.actions()].map(({ id }) => id);

/** What the function logged, without details. */
const logged = () =>
  registration.output.map((line) => {
    const { level, message }: { level: string; message: string } = JSON.parse(line);
    return `${level} ${message}`;
  });

const withStatus = (text: string | RegExp) => ({
  PhysicalResourceId: ID,
  Data: { Status: typeof text === 'string' ? text : expect.stringMatching(text) },
});

describe('the custom resource', () => {
  it('registers the app, updates it and deletes it', async () => {
    const status = withStatus('Registered with Frame.io: 1 webhook and 1 custom action.');
    expect(await invoke('Create')).toEqual(status);
    expect(logged()).toEqual(['INFO registration changed', 'INFO registration changed']);
    expect(registration.output[0]).toContain('create the webhook \\"FrameioLambda\\"');
    const before = registered();
    expect(await update({ name: 'Dailies' })).toEqual(status);
    expect(registered()).toEqual(before);
    expect(test.webhooks()).toMatchObject([{ webhook: { name: 'Dailies' } }]);
    const event = { PhysicalResourceId: ID, ResourceProperties: properties({ name: 'Dailies' }) };
    expect(await invoke('Delete', event)).toEqual(withStatus('Deleted from Frame.io.'));
    expect(registered()).toEqual([]);
    expect([await test.stored('webhooks'), await test.stored('actions')]).toEqual([{}, {}]);
  });

  it('finds the webhook and the actions of the previous deployment', async () => {
    await invoke('Create');
    const before = registered();
    test.service.put('webhooks', '{}'); // the signing secret was never stored
    test.service.put('actions', '{}');
    await update({ name: 'New', webhookUrl: 'https://example.com/w', actionsUrl: 'https://example.com/a' });
    expect(registered()).toHaveLength(2);
    for (const id of before) expect(registered()).not.toContain(id);
  });

  it('moves to another account: the old one has no webhook and no action of the app', async () => {
    const status = withStatus('Registered with Frame.io: 1 webhook and 1 custom action.');
    expect(await update({}, { accountId: OTHER_ACCOUNT_ID })).toEqual(status);
    expect(registered()).toHaveLength(2);
    expect(test.api.calls.filter(({ path }) => path.includes(OTHER_ACCOUNT_ID))).not.toEqual([]);
  });

  it('reports a webhook that somebody disabled', async () => {
    await invoke('Create');
    const [{ id } = { id: '' }] = test.webhooks();
    await test.api.client.webhooks.update(test.target.accountId, id, { data: { active: false } });
    registration.output.length = 0;
    expect(await update()).toEqual(withStatus(/1 custom action\. Somebody disabled the webhook "FrameioLambda"/));
    expect(logged()).toEqual(['WARN registration needs attention']);
  });

  it('returns at most 1,000 characters', async () => {
    await invoke('Create');
    const webhook = { name: 'x'.repeat(250), url: test.target.webhookUrl, events: ['file.ready'] } as const;
    for (let count = 1; count <= 3; count += 1) {
      await test.api.client.webhooks.create(test.target.accountId, test.target.workspaceIds[0] ?? '', {
        data: webhook,
      });
    }
    expect(await update()).toEqual(withStatus(/^Registered.{990}$/));
  });

  it('of an app without actions needs no secret for them, and asks Frame.io for no actions', async () => {
    const ResourceProperties = properties({
      actionsUrl: undefined,
      manifest: JSON.stringify({ version: 1, ...APP, actions: [], env: {}, secrets: {} }),
    });
    const { ACTION_SIGNING_SECRETS_SECRET_ID: _, ...variables } = test.variables;
    const event = { RequestType: 'Create', RequestId: 'request-1', ResourceProperties };
    const status = withStatus('Registered with Frame.io: 1 webhook.');
    const before = test.api.calls.length;
    expect(await registration.invoke(event, variables)).toEqual(status);
    const paths = test.api.calls.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => path.endsWith('/actions'))).toEqual([]);
  });
});

describe('without usable credentials, the custom resource', () => {
  it('succeeds, says what to do, and registers once there are credentials', async () => {
    test.service.create('credentials');
    const status = /^Not registered with Frame\.io\. .*has no value.*register the app: npx frameio-lambda connect$/;
    expect(await invoke('Create')).toEqual(withStatus(status));
    expect(registered()).toEqual([]);
    expect(logged()).toEqual(['WARN registration skipped']);
    test.service.put('credentials', test.api.state.token);
    await update();
    expect(registered()).toHaveLength(2);
  });

  it('succeeds if Frame.io refuses the token, so that code can still be deployed', async () => {
    test.service.put('credentials', 'an-expired-token-of-a-user');
    expect(await invoke('Create')).toEqual(withStatus(/^Not registered.*401.*frameio-lambda connect$/));
    expect(logged()).toEqual(['WARN registration skipped']);
  });

  it('succeeds if Adobe IMS refuses the credentials', async () => {
    const credentials = { client_id: 'unknown', client_secret: 'unknown-client-secret' };
    test.service.put('credentials', JSON.stringify(credentials));
    const event = { RequestType: 'Create', RequestId: 'request-1', ResourceProperties: properties() };
    const response = await registration.invoke(event, { ...test.variables, ADOBE_IMS_URL: test.api.url });
    expect(response).toEqual(withStatus(/^Not registered.*Adobe IMS answered the token request with 40\d/));
  });

  it('is deleted, and says what is left', async () => {
    await invoke('Create');
    test.service.create('credentials');
    expect(await invoke('Delete')).toEqual(
      withStatus(/^Not deleted from Frame\.io\. .*still exist\. Delete them in Frame\.io\.$/),
    );
    expect(registered()).toHaveLength(2);
  });
});

describe('a failure', () => {
  it('of the creation deletes what was created', async () => {
    test.failApi(({ method, path }) => (method === 'POST' && path.endsWith('/actions') ? 400 : undefined));
    await expect(invoke('Create')).rejects.toThrow('answered 400');
    expect(registered()).toEqual([]);
    expect(logged().at(-1)).toBe('ERROR registration failed');
    expect(logged()).not.toContain('ERROR failed registration not deleted');
  });

  it('of the creation and then of the deletion is logged, and the first one is reported', async () => {
    test.failApi(({ method, path }) => {
      if (method === 'DELETE') return 422;
      return method === 'POST' && path.endsWith('/actions') ? 400 : undefined;
    });
    await expect(invoke('Create')).rejects.toThrow('answered 400');
    expect(logged().slice(-2)).toEqual(['ERROR failed registration not deleted', 'ERROR registration failed']);
  });

  it('names a secret that does not exist, and its cause is the answer of AWS', async () => {
    const event = { RequestType: 'Create', RequestId: 'request-1', ResourceProperties: properties() };
    const variables = { ...test.variables, SIGNING_SECRETS_SECRET_ID: 'missing' };
    await expect(registration.invoke(event, variables)).rejects.toMatchObject({
      code: 'secret_unavailable',
      message: expect.stringContaining('There is no secret missing'),
      cause: { awsCode: 'ResourceNotFoundException' },
    });
    expect(registered()).toEqual([]);
  });

  it('of an update deletes nothing', async () => {
    await invoke('Create');
    test.failApi(({ method }) => (method === 'PATCH' ? 400 : undefined));
    await expect(update({ name: 'New' })).rejects.toThrow('answered 400');
    expect(registered()).toHaveLength(2);
  });
});

describe('a request that is not from the construct', () => {
  it.each([
    { name: 'another type', event: { RequestType: 'Read' }, message: 'expected the RequestType Create, Update or' },
    { name: 'no properties', event: { ResourceProperties: {} }, message: 'expected a text in manifest' },
    { name: 'no old properties', event: { RequestType: 'Update' }, message: 'expected a list of workspaceIds' },
    { name: 'an empty account', changes: { accountId: '' }, message: 'expected a text in accountId, found ""' },
    { name: 'a workspace that is no text', changes: { workspaceIds: [5] }, message: 'a text in workspaceIds, found 5' },
    { name: 'no name', changes: { name: undefined }, message: 'expected a text in name' },
    { name: 'no URL', changes: { webhookUrl: undefined }, message: 'expected a text in webhookUrl' },
    { name: 'an empty URL for actions', changes: { actionsUrl: '' }, message: 'expected a text in actionsUrl' },
  ])('is refused: $name', async ({ event, changes, message }) => {
    const request = { ResourceProperties: properties(changes), ...event };
    const error = { code: 'config_error', message: expect.stringContaining(message) };
    await expect(invoke('Create', request)).rejects.toMatchObject(error);
    expect(logged()).toEqual(['ERROR registration failed']);
  });
});
