import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

let api: RunningApi;
let accountId: string;
beforeEach(async () => {
  api = await startApi();
  accountId = api.state.account.id;
});
afterEach(() => api.close());

const entries = async (filters = {}) => (await api.client.accounts.auditlogIndex(accountId, { filters })).data;
const typesOf = async (filters = {}) => (await entries(filters)).map(({ event_type }) => event_type);

it('the audit log has the changes of the account, the newest first', async () => {
  const { workspace, project, user } = api.state;
  const file = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
  await api.client.comments.create(accountId, file.id, { data: { text: 'Louder' } });
  await api.client.groups.create(accountId, { data: { name: 'Editors', emoji: 'art' } });
  const data = { name: 'w', url: 'https://a.invalid', events: ['file.ready'] } as const;
  const { data: webhook } = await api.client.webhooks.create(accountId, workspace.id, { data });
  expect(await typesOf()).toEqual(['webhook_created', 'account_user_group_created', 'comment_created']);
  const [newest, , oldest] = (await api.client.accounts.auditlogIndex(accountId, { include: 'user' })).data;
  expect(newest).toEqual({
    account_id: accountId,
    event_type: 'webhook_created',
    resource_type: 'webhook',
    resource_id: webhook.id,
    project_id: null,
    workspace_id: workspace.id,
    user_id: user.id,
    ip_address: '127.0.0.1',
    inserted_at: '2026-11-23T10:00:00.123000Z',
    user,
  });
  expect(oldest).toMatchObject({ resource_type: 'comment', project_id: project.id, workspace_id: workspace.id });
});

it('filters choose the entries that match all of them', async () => {
  const { workspace } = api.state;
  const { data: project } = await api.client.projects.create(accountId, workspace.id, { data: { name: 'A' } });
  api.clock.ms += 86_400_000;
  await api.client.projects.update(accountId, project.id, { data: { name: 'B' } });
  await api.client.projects.create(accountId, workspace.id, { data: { name: 'C' } });
  expect(await typesOf({ project_id: project.id })).toEqual(['project_updated', 'project_created']);
  expect(await typesOf({ project_id: project.id, event_type: 'project_created' })).toEqual(['project_created']);
  expect(await typesOf({ from_date: '2026-11-24' })).toEqual(['project_created', 'project_updated']);
  expect(await typesOf({ to_date: '2026-11-23' })).toEqual(['project_created']);
  expect(await typesOf({ ip_address: '192.0.2.1' })).toEqual([]);
});

it.each([
  { name: 'an unknown filter', filter: 'color', value: 'red' },
  { name: 'an unknown type', filter: 'event_type', value: 'file.ready' },
  { name: 'an id that is not a UUID', filter: 'user_id', value: '1' },
  { name: 'a time instead of a day', filter: 'to_date', value: '2026-11-23T10:00:00Z' },
])('refuses $name', async ({ filter, value }) => {
  const response = await api.send(`/v4/accounts/${accountId}/audit_logs?filters[${filter}]=${value}`);
  expect(response).toMatchObject({ status: 422, body: fieldError(`/filters/${filter}`, expect.any(String)) });
});

it('the audit log has nothing of the content that the sandbox starts with', () => {
  expect(new FrameioState({ studio: true }).stores.auditLogs.all()).toEqual([]);
});
