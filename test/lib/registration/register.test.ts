import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisteredApp } from '../../../lib/registration/desired-registrations.ts';
import { signingSecretName } from '../../../lib/registration/signing-secret-store.ts';
import type { ApiFault } from '../../../sandbox/frameio/api/api-fault.ts';
import {
  APP,
  changesOf,
  OTHER_WORKSPACE_ID,
  type RegisteredSecrets,
  type RegistrationUnderTest,
  startRegistration,
  storedSecretsOf,
} from './registration-under-test.ts';

const NOTHING: RegisteredApp = { handlers: [], actions: [] };
const URL_OF_OTHERS = 'https://example.com/other';

let test: RegistrationUnderTest;
beforeEach(async () => {
  test = await startRegistration();
});
afterEach(async () => {
  expect(test.output.join('\n')).not.toMatch(secretsOf(test));
  await test.close();
});

/** Matches the signing secret of every webhook and action, and nothing without them. */
function secretsOf({ webhooks, actions }: RegistrationUnderTest): RegExp {
  return new RegExp([...webhooks(), ...actions()].map(({ secret }) => secret).join('|') || '(?!)');
}

const expectedSecrets = (registered: RegisteredSecrets) => storedSecretsOf(test.target.accountId, registered);

const client = () => test.api.client;

describe('the first registration', () => {
  it('creates one webhook for all events and each action, and stores their signing secrets', async () => {
    expect(changesOf(await test.run())).toEqual(['create webhook', 'create action']);
    const [{ workspaceIds }, webhooks, actions] = [test.target, test.webhooks(), test.actions()];
    expect(webhooks.map(({ webhook }) => webhook)).toEqual([
      expect.objectContaining({
        name: 'FrameioLambda',
        url: 'https://example.com/webhooks',
        events: ['comment.created', 'file.ready'],
        workspace_id: workspaceIds[0],
        active: true,
      }),
    ]);
    expect(actions.map(({ action }) => action)).toEqual([
      expect.objectContaining({
        name: 'Transcode',
        description: 'Makes a proxy.',
        event: 'transcode',
        url: 'https://example.com/actions',
        multi_asset: false,
        timeout: 5,
      }),
    ]);
    expect(await test.stored('webhooks')).toEqual(expectedSecrets(webhooks));
    expect(await test.stored('actions')).toEqual(expectedSecrets(actions));
  });

  it('subscribes a handler of all events to each event', async () => {
    await test.run({ ...APP, handlers: [{ name: 'all', events: ['*'] }] });
    expect(test.webhooks()[0]?.webhook.events).toHaveLength(30);
  });

  it('registers in each workspace', async () => {
    const workspaceIds = [...test.target.workspaceIds, OTHER_WORKSPACE_ID];
    await test.run(APP, { workspaceIds });
    expect(test.webhooks().map(({ webhook }) => webhook.workspace_id)).toEqual(workspaceIds);
    expect(test.actions().map(({ action }) => action.workspace_id)).toEqual(workspaceIds);
  });

  it('keeps signing secrets that were stored by hand', async () => {
    test.service.put('webhooks', 'a-secret-stored-by-hand');
    test.service.put('actions', JSON.stringify({ other: 'another-secret-stored-by-hand' }));
    await test.run();
    expect(await test.stored('webhooks')).toMatchObject({ unnamed: 'a-secret-stored-by-hand' });
    expect(await test.stored('actions')).toMatchObject({ other: 'another-secret-stored-by-hand' });
  });

  it('keeps the signing secret of a webhook that was stored as Frame.io returned it', async () => {
    const webhook = { id: '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b9999', secret: 'a-secret-of-a-webhook' };
    test.service.put('webhooks', JSON.stringify({ ...webhook, url: URL_OF_OTHERS, name: 'By hand' }));
    await test.run();
    expect(await test.stored('webhooks')).toMatchObject({ unnamed: webhook.secret });
  });

  it('changes nothing if the stored secret is malformed', async () => {
    test.service.put('webhooks', '{"other": "secret');
    expect(await test.run()).toMatchObject({ code: 'secret_not_set', message: expect.stringContaining('replace it') });
    expect(test.webhooks()).toEqual([]);
  });

  it('refuses a workspace that does not exist', async () => {
    const workspaceIds = ['6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b9999'];
    const message = expect.stringContaining('Correct registration.workspaceIds');
    expect(await test.run(APP, { workspaceIds })).toMatchObject({ code: 'config_error', message });
  });

  it('refuses actions without a URL, and actions without a secret for their signing secrets', async () => {
    expect(await test.run(APP, { actionsUrl: undefined })).toMatchObject({
      code: 'config_error',
      message: expect.stringContaining('has no URL'),
    });
    expect(await test.run(APP, {}, undefined, { hasActionSecret: false })).toMatchObject({
      code: 'config_error',
      message: expect.stringContaining('There is no secret for the signing secrets'),
    });
    expect([...test.webhooks(), ...test.actions()]).toEqual([]);
  });

  it('reports other webhooks with the same URL and leaves them', async () => {
    const { accountId, workspaceIds, webhookUrl: url } = test.target;
    const { data } = await client().webhooks.create(accountId, workspaceIds[0] ?? '', {
      data: { name: 'By hand', url, events: ['file.ready'] },
    });
    expect(await test.run()).toMatchObject({ remaining: { sameUrl: [{ id: data.id }] } });
    expect(test.webhooks()).toHaveLength(2);
  });
});

describe('a later registration', () => {
  beforeEach(async () => {
    await test.run();
  });

  it('changes nothing if nothing differs', async () => {
    const calls = test.service.calls.length;
    expect(changesOf(await test.run())).toEqual([]);
    expect(test.service.calls.slice(calls).map(({ operation }) => operation)).not.toContain('PutSecretValue');
  });

  it.each([
    { name: 'events', app: { handlers: [{ name: 'a', events: ['file.ready'] }] }, expected: ['webhook'] },
    { name: 'the name', target: { name: 'Renamed' }, expected: ['webhook'] },
    { name: 'the URLs', target: { webhookUrl: `${URL_OF_OTHERS}/w` }, expected: ['webhook'] },
    {
      name: 'the definition of an action',
      app: {
        actions: APP.actions.map((action) => ({ ...action, name: 'Proxy', multiAsset: true, timeoutSeconds: 9 })),
      },
      expected: ['action'],
    },
    { name: 'the URL of the actions', target: { actionsUrl: `${URL_OF_OTHERS}/a` }, expected: ['action'] },
  ])('updates $name and keeps the secret', async ({ app, target, expected }) => {
    const before = [...test.webhooks(), ...test.actions()].map(({ id, secret }) => ({ id, secret }));
    expect(changesOf(await test.run({ ...APP, ...app }, target))).toEqual(expected.map((type) => `update ${type}`));
    expect([...test.webhooks(), ...test.actions()].map(({ id, secret }) => ({ id, secret }))).toEqual(before);
    expect(changesOf(await test.run({ ...APP, ...app }, target))).toEqual([]);
  });

  it('replaces the webhook and the actions if the workspace changes', async () => {
    const [old] = test.webhooks();
    const workspaceIds = [OTHER_WORKSPACE_ID];
    expect(changesOf(await test.run(APP, { workspaceIds }))).toEqual([
      'create webhook',
      'create action',
      'delete webhook',
      'delete action',
    ]);
    expect(test.webhooks().map(({ webhook }) => webhook.workspace_id)).toEqual(workspaceIds);
    expect(test.webhooks()[0]?.secret).not.toBe(old?.secret);
    expect(await test.stored('webhooks')).toEqual(expectedSecrets(test.webhooks()));
    expect(await test.stored('actions')).toEqual(expectedSecrets(test.actions()));
  });

  it('deletes what the app no longer has', async () => {
    expect(changesOf(await test.run(NOTHING))).toEqual(['delete webhook', 'delete action']);
    expect([await test.stored('webhooks'), await test.stored('actions')]).toEqual([{}, {}]);
  });

  it('accepts that a webhook is already gone', async () => {
    const { accountId } = test.target;
    for (const { id } of test.webhooks()) await client().webhooks.delete(accountId, id);
    expect(changesOf(await test.run(NOTHING))).toEqual(['delete action']);
    expect(await test.stored('webhooks')).toEqual({});
  });

  it('creates a webhook again that somebody deleted', async () => {
    for (const { id } of test.webhooks()) await client().webhooks.delete(test.target.accountId, id);
    expect(changesOf(await test.run())).toEqual(['create webhook']);
    expect(await test.stored('webhooks')).toEqual(expectedSecrets(test.webhooks()));
  });

  it('keeps disabled what somebody disabled, and reports it', async () => {
    const { accountId } = test.target;
    const [{ id } = { id: '' }] = test.webhooks();
    await client().webhooks.update(accountId, id, { data: { active: false } });
    expect(await test.run(APP, { name: 'Renamed' })).toMatchObject({ remaining: { disabled: [{ id }] } });
    expect(test.webhooks()[0]?.webhook).toMatchObject({ name: 'Renamed', active: false });
  });

  it('replaces a disabled webhook whose secret is not stored by a disabled one', async () => {
    const { accountId } = test.target;
    const [{ id } = { id: '' }] = test.webhooks();
    await client().webhooks.update(accountId, id, { data: { active: false } });
    test.service.put('webhooks', '{}');
    expect(changesOf(await test.run())).toEqual(['create webhook', 'delete webhook']);
    expect(test.webhooks()).toMatchObject([{ webhook: { active: false } }]);
    expect(test.webhooks()[0]?.id).not.toBe(id);
  });

  it('replaces a disabled action whose secret is not stored by a disabled one', async () => {
    const [{ id } = { id: '' }] = test.actions();
    await client().customActions.actionsUpdate(test.target.accountId, id, { data: { active: false } });
    test.service.put('actions', '{}');
    expect(changesOf(await test.run())).toEqual(['create action', 'delete action']);
    expect(test.actions()).toMatchObject([{ action: { active: false } }]);
    expect(test.actions()[0]?.id).not.toBe(id);
  });

  it('reports what is left after three passes if somebody else deletes the webhook each time', async () => {
    test.failApi(({ method, path }) => {
      const { webhooks } = test.api.state.stores;
      if (method === 'GET' && path.endsWith('/webhooks')) webhooks.deleteWhere(() => true);
      return undefined;
    });
    const result = await test.run();
    expect(changesOf(result)).toEqual(['create webhook', 'create webhook', 'create webhook']);
    expect(result).toMatchObject({ remaining: { changes: [{ change: 'create', desired: { type: 'webhook' } }] } });
  });

  it('deletes the action of an app without actions, whose deployment has no secret for them', async () => {
    const app = { ...APP, actions: [] };
    const result = await test.run(app, { actionsUrl: undefined }, test.target, { hasActionSecret: false });
    expect(changesOf(result)).toEqual(['delete action']);
    expect(test.actions()).toEqual([]);
  });

  it('completes a rotation: keeps the newer of two webhooks with stored secrets', async () => {
    const { accountId, workspaceIds, name, webhookUrl: url } = test.target;
    const events = ['comment.created', 'file.ready'] as const;
    const { data } = await client().webhooks.create(accountId, workspaceIds[0] ?? '', { data: { name, url, events } });
    const stored = { ...(await test.stored('webhooks')), [signingSecretName(accountId, data.id)]: data.secret };
    test.service.put('webhooks', JSON.stringify(stored));
    expect(changesOf(await test.run())).toEqual(['delete webhook']);
    expect(test.webhooks().map(({ id }) => id)).toEqual([data.id]);
  });

  it('leaves webhooks and actions of other apps', async () => {
    const { accountId, workspaceIds } = test.target;
    const workspaceId = workspaceIds[0] ?? '';
    const webhook = { name: 'FrameioLambda', url: URL_OF_OTHERS, events: ['file.ready'] } as const;
    const action = { name: 'Other', description: 'Other.', event: 'transcode', url: URL_OF_OTHERS };
    const others = [
      await client().webhooks.create(accountId, workspaceId, { data: webhook }),
      await client().customActions.actionsCreate(accountId, workspaceId, { data: action }),
    ];
    await test.run(NOTHING);
    expect([...test.webhooks(), ...test.actions()].map(({ id }) => id)).toEqual(others.map(({ data }) => data.id));
  });
});

describe('a failed call', () => {
  /** Fails each creation of a webhook. Returns the number of them. */
  async function countCreations(fault: ApiFault): Promise<number> {
    const attempts: string[] = [];
    test.failApi(({ method, path }) => {
      if (method !== 'POST' || !path.endsWith('/webhooks')) return undefined;
      attempts.push(path);
      return fault;
    });
    expect(await test.run()).toBeInstanceOf(Error);
    return attempts.length;
  }

  it('with a lost answer is followed by another pass, which registers the rest', async () => {
    test.failAt('answer lost', 3);
    expect(changesOf(await test.run())).toContain('create webhook');
    expect([test.webhooks().length, test.actions().length]).toEqual([1, 1]);
  });

  it('ends the registration after three lost answers', async () => {
    expect(await countCreations('reset')).toBe(3);
  });

  it('ends the registration if Frame.io refuses it', async () => {
    expect(await countCreations(400)).toBe(1);
  });
});
