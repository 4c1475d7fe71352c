import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const NEW_WEBHOOK = {
  name: 'Archive',
  url: 'https://example.com/frameio',
  events: ['file.ready', 'file.deleted'],
} as const;

let api: RunningApi;
let accountId: string;
let workspaceId: string;
beforeEach(async () => {
  api = await startApi();
  [accountId, workspaceId] = [api.state.account.id, api.state.workspace.id];
});
afterEach(() => api.close());

const webhooks = () => api.client.webhooks;
const create = (data: { readonly name?: string } = {}) =>
  webhooks().create(accountId, workspaceId, { data: { ...NEW_WEBHOOK, ...data } });
const listPath = (workspace = workspaceId) => `/v4/accounts/${accountId}/workspaces/${workspace}/webhooks`;

describe('webhooks.create', () => {
  it('returns the webhook with its secret', async () => {
    expect(await create()).toEqual({
      data: {
        ...NEW_WEBHOOK,
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        active: true,
        workspace_id: workspaceId,
        created_at: '2026-11-23T10:00:00.123000Z',
        updated_at: '2026-11-23T10:00:00.123000Z',
        secret: expect.stringMatching(/^[0-9a-f]{48}$/),
      },
    });
  });

  it('gives each webhook its own secret', async () => {
    const [one, other] = [await create(), await create()];
    expect(one.data.secret).not.toBe(other.data.secret);
  });

  it.each([
    { name: 'no name', data: { name: undefined }, pointer: '/data/name', detail: /Missing field/ },
    { name: 'a long URL', data: { url: 'u'.repeat(2_001) }, pointer: '/data/url', detail: /maxLength: 2000/ },
    { name: 'no events', data: { events: [] }, pointer: '/data/events', detail: /minItems: 1/ },
    { name: 'an event twice', data: { events: ['a', 'a'] }, pointer: '/data/events', detail: /must be unique/ },
    { name: 'an unknown field', data: { is_active: true }, pointer: '/data/is_active', detail: /Unexpected field/ },
  ])('refuses $name', async ({ data, pointer, detail }) => {
    const response = await api.send(listPath(), { body: { data: { ...NEW_WEBHOOK, ...data } } });
    expect(response).toMatchObject({ status: 422, body: fieldError(pointer, expect.stringMatching(detail)) });
    expect(api.state.stores.webhooks.all()).toEqual([]);
  });

  it.each([
    { name: 'another workspace', workspace: UNKNOWN_ID, status: 404 },
    { name: 'a workspace id that is not a UUID', workspace: 'adobe:abc', status: 422 },
  ])('refuses $name', async ({ workspace, status }) => {
    expect(await api.send(listPath(workspace), { body: { data: NEW_WEBHOOK } })).toMatchObject({ status });
    expect(await api.send(listPath(workspace))).toMatchObject({ status });
  });

  it('is limited to ten calls a minute', async () => {
    for (let call = 0; call < 10; call += 1) await api.send(listPath(), { body: { data: NEW_WEBHOOK } });
    expect(await api.send(listPath(), { body: { data: NEW_WEBHOOK } })).toMatchObject({ status: 429 });
  });
});

describe('the webhooks of a workspace', () => {
  it('are listed page by page in the requested order, without secrets', async () => {
    const created = [await create({ name: 'b' }), await create({ name: 'a' }), await create({ name: 'c' })];
    const [b, a, c] = created.map(({ data: { secret: _, ...webhook } }) => webhook);
    const listed = [];
    for await (const webhook of webhooks().index(accountId, workspaceId, { page_size: 2 })) listed.push(webhook);
    expect(listed).toEqual([b, a, c]);
    const byName = await webhooks().index(accountId, workspaceId, { sort: 'name_desc', page_size: 2 });
    expect(byName.data).toEqual([c, b]);
  });

  it('include their creator on request', async () => {
    const { data } = await create();
    const shown = await webhooks().show(accountId, data.id, { include: 'creator' });
    expect(shown.data.creator).toEqual(api.state.user);
    const listed = await api.send(`${listPath()}?include=creator&include_total_count=true`);
    expect(listed.body).toMatchObject({ data: [shown.data], total_count: 1 });
    expect(await api.send(`${listPath()}?include=owner`)).toMatchObject({ status: 422 });
  });

  it('change in the given fields only, and keep their secret', async () => {
    const { secret, ...webhook } = (await create()).data;
    api.clock.ms += 1_000;
    const change = { active: false, events: ['comment.created'] } as const;
    const { data } = await webhooks().update(accountId, webhook.id, { data: change });
    expect(data).toEqual({ ...webhook, ...change, updated_at: '2026-11-23T10:00:01.123000Z' });
    expect(api.state.stores.webhooks.get(webhook.id)?.secret).toBe(secret);
  });

  it('do not change to a new secret', async () => {
    const { id } = (await create()).data;
    const path = `/v4/accounts/${accountId}/webhooks/${id}`;
    const response = await api.send(path, { method: 'PATCH', body: { data: { secret: 's' } } });
    expect(response).toMatchObject({ status: 422, body: fieldError('/data/secret', expect.any(String)) });
  });

  it('do not exist after their deletion', async () => {
    const { id } = (await create()).data;
    await webhooks().delete(accountId, id);
    const gone = [
      () => webhooks().show(accountId, id),
      () => webhooks().update(accountId, id, { data: { name: 'a' } }),
      () => webhooks().delete(accountId, id),
    ];
    for (const call of gone) await expect(call()).rejects.toThrow(NotFoundError);
    expect(await api.send(listPath())).toMatchObject({ body: { data: [] } });
  });
});
