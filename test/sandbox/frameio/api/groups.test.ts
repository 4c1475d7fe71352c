import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import { setRole } from '../../../../sandbox/frameio/state/permissions.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

let api: RunningApi;
let accountId: string;
beforeEach(async () => {
  api = await startApi();
  accountId = api.state.account.id;
});
afterEach(() => api.close());

const groups = () => api.client.experimental.groups;
const create = async (name = 'Colorists') => (await groups().create(accountId, { data: { name, emoji: 'art' } })).data;

describe('the groups of an account', () => {
  it('are listed in the requested order, with their creator on request', async () => {
    for (const name of ['B', 'A']) await create(name);
    const { data } = await groups().index(accountId, { sort: 'name_asc', include: 'creator' });
    expect(data).toMatchObject([
      { name: 'A', creator: api.state.user },
      { name: 'B', creator: api.state.user },
    ]);
  });

  it('change in the given fields only', async () => {
    const group = await create();
    api.clock.ms += 1_000;
    const { data } = await groups().update(accountId, group.id, { data: { emoji: 'film_frames' } });
    expect(data).toEqual({ ...group, emoji: 'film_frames', updated_at: '2026-11-23T10:00:01.123000Z' });
  });

  it('do not exist after their deletion, which is experimental', async () => {
    const { id } = await create();
    const path = `/v4/accounts/${accountId}/groups/${id}`;
    const stable = await api.send(path, { method: 'DELETE' });
    expect(stable).toMatchObject({ status: 404, body: { errors: [{ detail: expect.stringContaining('route') }] } });
    await groups().delete(accountId, id);
    await expect(groups().show(accountId, id)).rejects.toThrow(NotFoundError);
  });
});

describe('the members of a group', () => {
  it('are counted and listed until they are removed', async () => {
    const { id } = await create();
    const { user, uploader } = api.state;
    await groups().addUsers(accountId, id, { data: { user_ids: [user.id, uploader.id] } });
    await groups().addUsers(accountId, id, { data: { user_ids: [user.id] } });
    expect((await groups().show(accountId, id)).data.member_count).toBe(2);
    expect((await groups().users(accountId, id, { sort: 'name_desc' })).data).toEqual([uploader, user]);
    await groups().removeMember(accountId, id, user.id);
    expect((await groups().users(accountId, id)).data).toEqual([uploader]);
    await expect(groups().removeMember(accountId, id, user.id)).rejects.toThrow(NotFoundError);
  });

  it('stay the same if one of the new ones does not exist', async () => {
    const { id } = await create();
    const response = await api.send(`/v4/accounts/${accountId}/groups/${id}/users`, {
      body: { data: { user_ids: [api.state.user.id, UNKNOWN_ID] } },
      headers: { 'api-version': 'experimental' },
    });
    expect(response).toMatchObject({ status: 422, body: fieldError('/data/user_ids/1', expect.any(String)) });
    expect((await groups().users(accountId, id)).data).toEqual([]);
  });
});

describe('a user of an account', () => {
  it('is shown with the role in the account', async () => {
    const { user } = api.state;
    const { data } = await api.client.experimental.users.accountUserRolesShow(accountId, user.id);
    expect(data).toEqual({ role: 'owner', user });
  });

  it('has memberships in groups, workspaces and projects', async () => {
    const { uploader, workspace, project } = api.state;
    setRole(api.state, accountId, uploader, 'member');
    setRole(api.state, workspace.id, uploader, 'editor');
    setRole(api.state, project.id, uploader, 'viewer');
    const { id } = await create();
    await groups().addUsers(accountId, id, { data: { user_ids: [uploader.id] } });
    const list = async (query = {}) =>
      (await api.client.experimental.users.accountUserRolesMemberships(accountId, uploader.id, query)).data;
    expect(await list()).toEqual([
      { type: 'group', id, name: 'Colorists' },
      { type: 'workspace', id: workspace.id, name: 'Sandbox', role: 'editor' },
      { type: 'project', id: project.id, name: 'Sandbox', role: 'viewer' },
    ]);
    expect(await list({ type: 'project' })).toMatchObject([{ type: 'project' }]);
  });
});
