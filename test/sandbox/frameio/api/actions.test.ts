import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const NEW_ACTION = {
  name: 'Archive',
  description: 'Moves the file to cold storage',
  event: 'studio.archive',
  url: 'https://example.com/actions',
};

let api: RunningApi;
let [accountId, workspaceId]: string[] = [];
beforeEach(async () => {
  api = await startApi();
  [accountId, workspaceId] = [api.state.account.id, api.state.workspace.id];
});
afterEach(() => api.close());

const actions = () => api.client.customActions;
const create = (data: Partial<typeof NEW_ACTION> & Record<string, unknown> = {}) =>
  actions().actionsCreate(accountId ?? '', workspaceId ?? '', { data: { ...NEW_ACTION, ...data } });
const listPath = () => `/v4/accounts/${accountId}/workspaces/${workspaceId}/actions`;

describe('customActions.actionsCreate', () => {
  it('returns the action with its secret', async () => {
    const { data } = await create();
    expect(data).toEqual({
      ...NEW_ACTION,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      active: true,
      multi_asset: true,
      timeout: 5,
      workspace_id: workspaceId,
      creator_id: api.state.user.id,
      created_at: '2026-11-23T10:00:00.123000Z',
      updated_at: '2026-11-23T10:00:00.123000Z',
      deleted_at: null,
      secret: expect.stringMatching(/^[0-9a-f]{48}$/),
    });
  });

  it('gives each action its own secret', async () => {
    const [one, other] = [await create(), await create()];
    expect(one.data.secret).not.toBe(other.data.secret);
  });

  it('accepts settings of the requests', async () => {
    expect(await create({ multi_asset: false, timeout: 10 })).toMatchObject({
      data: { multi_asset: false, timeout: 10 },
    });
  });

  it.each([
    { name: 'no name', data: { name: undefined }, pointer: '/data/name', detail: /Missing field/ },
    { name: 'an empty description', data: { description: '' }, pointer: '/data/description', detail: /minLength: 1/ },
    { name: 'a long event', data: { event: 'e'.repeat(256) }, pointer: '/data/event', detail: /maxLength: 255/ },
    { name: 'a long URL', data: { url: 'u'.repeat(2_001) }, pointer: '/data/url', detail: /maxLength: 2000/ },
    { name: 'a timeout of 4', data: { timeout: 4 }, pointer: '/data/timeout', detail: /minimum 5/ },
    { name: 'a timeout of 11', data: { timeout: 11 }, pointer: '/data/timeout', detail: /maximum 10/ },
    { name: 'a timeout of 5.5', data: { timeout: 5.5 }, pointer: '/data/timeout', detail: /Invalid integer/ },
    { name: 'an unknown field', data: { active: true }, pointer: '/data/active', detail: /Unexpected field: active/ },
  ])('refuses $name', async ({ data, pointer, detail }) => {
    const response = await api.send(listPath(), { body: { data: { ...NEW_ACTION, ...data } } });
    expect(response).toMatchObject({ status: 422, body: fieldError(pointer, expect.stringMatching(detail)) });
    expect(api.state.actions.list()).toEqual([]);
  });

  it.each([
    { name: 'another workspace', workspace: UNKNOWN_ID, status: 404 },
    { name: 'a workspace id that is not a UUID', workspace: 'adobe:abc', status: 422 },
  ])('refuses $name', async ({ workspace, status }) => {
    const path = `/v4/accounts/${accountId}/workspaces/${workspace}/actions`;
    expect(await api.send(path, { body: { data: NEW_ACTION } })).toMatchObject({ status });
    expect(await api.send(path)).toMatchObject({ status });
  });

  it('is limited to ten calls a minute', async () => {
    for (let call = 0; call < 10; call += 1) await api.send(listPath(), { body: { data: NEW_ACTION } });
    expect(await api.send(listPath(), { body: { data: NEW_ACTION } })).toMatchObject({ status: 429 });
  });
});

describe('the custom actions of a workspace', () => {
  it('are listed page by page, oldest first, without secrets', async () => {
    const created = [await create(), await create({ event: 'b' }), await create({ event: 'c' })];
    const expected = created.map(({ data: { secret: _, ...action } }) => action);
    const page = await actions().actionsIndex(accountId ?? '', workspaceId ?? '', { page_size: 2 });
    expect(page.data).toEqual(expected.slice(0, 2));
    const listed = [];
    for await (const action of actions().actionsIndex(accountId ?? '', workspaceId ?? '', { page_size: 2 }))
      listed.push(action);
    expect(listed).toEqual(expected);
  });

  it('include their creator on request', async () => {
    const { data } = await create();
    const shown = await actions().actionsShow(accountId ?? '', data.id, { include: 'creator' });
    const listed = await api.send(`${listPath()}?include=creator&include_total_count=true`);
    expect(shown.data.creator).toEqual(api.state.user);
    expect(listed.body).toMatchObject({ data: [shown.data], total_count: 1 });
  });

  it('are shown without their secret', async () => {
    const { secret: _, ...action } = (await create()).data;
    expect(await actions().actionsShow(accountId ?? '', action.id)).toEqual({ data: action });
  });

  it('change in the given fields only, and keep their secret', async () => {
    const { secret, ...action } = (await create()).data;
    api.clock.ms += 1_000;
    const change = { active: false, timeout: 7, url: 'https://example.com/v2' };
    const { data } = await actions().actionsUpdate(accountId ?? '', action.id, { data: change });
    expect(data).toEqual({ ...action, ...change, updated_at: '2026-11-23T10:00:01.123000Z' });
    expect(api.state.actions.get(action.id)?.secret).toBe(secret);
  });

  it.each([
    { name: 'an empty name', data: { name: '' }, pointer: '/data/name' },
    { name: 'a timeout of 4', data: { timeout: 4 }, pointer: '/data/timeout' },
    { name: 'a secret', data: { secret: 's' }, pointer: '/data/secret' },
  ])('do not change to $name', async ({ data, pointer }) => {
    const { id } = (await create()).data;
    const path = `/v4/accounts/${accountId}/actions/${id}`;
    const response = await api.send(path, { method: 'PATCH', body: { data } });
    expect(response).toMatchObject({ status: 422, body: fieldError(pointer, expect.any(String)) });
  });

  it('do not exist after their deletion', async () => {
    const { id } = (await create()).data;
    await actions().actionsDelete(accountId ?? '', id);
    const gone = [
      () => actions().actionsShow(accountId ?? '', id),
      () => actions().actionsUpdate(accountId ?? '', id, { data: { name: 'a' } }),
      () => actions().actionsDelete(accountId ?? '', id),
    ];
    for (const call of gone) await expect(call()).rejects.toThrow(NotFoundError);
    expect(await api.send(listPath())).toMatchObject({ body: { data: [] } });
  });
});
