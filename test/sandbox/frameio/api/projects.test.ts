import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { setRole } from '../../../../sandbox/frameio/state/permissions.ts';
import { type RunningApi, startApi } from '../running-api.ts';

let api: RunningApi;
let events: FrameioEvent[];
let accountId: string;
let workspaceId: string;
beforeEach(async () => {
  events = [];
  api = await startApi({ onEvent: (event) => events.push(event) });
  [accountId, workspaceId] = [api.state.account.id, api.state.workspace.id];
});
afterEach(() => api.close());

const projects = () => api.client.projects;
const createProject = async (name: string, workspace = workspaceId) =>
  (await projects().create(accountId, workspace, { data: { name } })).data;
const createWorkspace = async (name: string) =>
  (await api.client.workspaces.create(accountId, { data: { name } })).data;
const namesIn = async (page: Promise<{ readonly data: readonly { readonly name: string }[] }>) =>
  (await page).data.map(({ name }) => name);

describe('a project', () => {
  it('has a root folder, to which files can be uploaded', async () => {
    const { id, root_folder_id } = await createProject('Trailer');
    const { data: file } = await api.client.files.createLocalUpload(accountId, root_folder_id, {
      data: { name: 'a.mp4', file_size: 1 },
    });
    expect(file.project_id).toBe(id);
    expect((await projects().show(accountId, id, { include: 'owner' })).data).toMatchObject({
      name: 'Trailer',
      status: 'active',
      restricted: false,
      storage: 0,
      description: null,
      owner: api.state.user,
    });
  });

  it('changes in the given fields only', async () => {
    const created = await createProject('Trailer');
    api.clock.ms += 1_000;
    const { data } = await projects().update(accountId, created.id, { data: { status: 'inactive' } });
    expect(data).toEqual({ ...created, status: 'inactive', updated_at: '2026-11-23T10:00:01.123000Z' });
  });

  it('is gone after its deletion, with everything in it', async () => {
    const { id, root_folder_id } = await createProject('Trailer');
    const { stores, uploadedBytes } = api.state;
    const { data: folder } = await api.client.folders.create(accountId, root_folder_id, { data: { name: 'Cuts' } });
    const upload = { data: { name: 'a.mp4', file_size: 1 } };
    const { data: file } = await api.client.files.createLocalUpload(accountId, folder.id, upload);
    const { data: deleted } = await api.client.files.createLocalUpload(accountId, folder.id, upload);
    await api.client.comments.create(accountId, file.id, { data: { text: 'Louder' } });
    await api.client.files.delete(accountId, deleted.id);
    await api.client.folderPermissions.folderUserRolesUpdate(accountId, folder.id, api.state.uploader.id, {
      data: { role: 'viewer' },
    });
    await projects().delete(accountId, id);
    await expect(projects().show(accountId, id)).rejects.toThrow(NotFoundError);
    await expect(api.client.files.show(accountId, file.id)).rejects.toThrow(NotFoundError);
    const gone = ['projects', 'folders', 'files', 'deletedAssets', 'comments', 'permissions', 'versionStacks'] as const;
    const left = gone.filter((name) => JSON.stringify(stores[name].all()).includes(id));
    expect({ left, bytes: uploadedBytes.of(file.id, 1) }).toEqual({ left: [], bytes: undefined });
    expect(stores.comments.all()).toEqual([]);
  });

  it('causes an event for its creation, each change and its deletion', async () => {
    const { id } = await createProject('Trailer');
    await projects().update(accountId, id, { data: { name: 'Teaser' } });
    await projects().delete(accountId, id);
    const about = { resource: { id, type: 'project' }, project: { id }, workspace: { id: workspaceId } };
    expect(events).toEqual(
      ['project.created', 'project.updated', 'project.deleted'].map((type) => ({
        type,
        ...about,
        user: api.state.user,
      })),
    );
  });
});

describe('a workspace', () => {
  it('is gone after its deletion, with its projects, webhooks and actions', async () => {
    const { id } = await createWorkspace('Trailers');
    const project = await createProject('Trailer', id);
    const url = 'https://a.invalid';
    const { data: webhook } = await api.client.webhooks.create(accountId, id, {
      data: { name: 'w', url, events: ['file.ready'] },
    });
    const { data: action } = await api.client.customActions.actionsCreate(accountId, id, {
      data: { name: 'a', description: 'd', event: 'e', url },
    });
    await api.client.workspaces.delete(accountId, id);
    for (const call of [
      () => api.client.workspaces.show(accountId, id),
      () => projects().index(accountId, id),
      () => projects().show(accountId, project.id),
      () => api.client.webhooks.show(accountId, webhook.id),
      () => api.client.customActions.actionsShow(accountId, action.id),
    ])
      await expect(call()).rejects.toThrow(NotFoundError);
    expect(events.at(-1)).toMatchObject({ type: 'project.deleted', workspace: { id } });
  });
});

it('the default project and its workspace exist again for the next upload after their deletion', async () => {
  const { id, name } = api.state.project;
  await api.client.workspaces.delete(accountId, workspaceId);
  const file = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
  expect(api.state.project).toMatchObject({ id: file.project_id, name });
  expect(file.project_id).not.toBe(id);
  expect(await namesIn(projects().index(accountId, api.state.workspace.id))).toEqual([name]);
});

describe('the lists of projects', () => {
  it('have the projects of one workspace, or of the account, in the requested order', async () => {
    const { id } = await createWorkspace('Trailers');
    for (const name of ['B', 'A']) await createProject(name, id);
    expect(await namesIn(projects().index(accountId, id, { sort: 'name_asc' }))).toEqual(['A', 'B']);
    expect(await namesIn(projects().accountProjectsIndex(accountId))).toEqual([api.state.project.name, 'B', 'A']);
    const listed = [];
    for await (const { name } of projects().accountProjectsIndex(accountId, { page_size: 1, sort: 'name_desc' }))
      listed.push(name);
    expect(listed).toEqual([api.state.project.name, 'B', 'A']);
  });

  it('have what a user without a role in the account can see', async () => {
    const other = await createWorkspace('Trailers');
    const [invited, hidden] = [await createProject('Invited', other.id), await createProject('Hidden', other.id)];
    setRole(api.state, accountId, api.state.user, 'member');
    setRole(api.state, workspaceId, api.state.user, 'editor');
    setRole(api.state, invited.id, api.state.user, 'commenter');
    const seen = await namesIn(projects().accountProjectsIndex(accountId));
    expect(seen).toEqual([api.state.project.name, 'Invited']);
    expect(seen).not.toContain(hidden.name);
    expect(await namesIn(projects().invitedProjectsIndex(accountId))).toEqual(['Invited']);
    expect(await namesIn(api.client.workspaces.index(accountId))).toEqual(['Sandbox']);
  });

  it('have only what has been deleted itself, the latest first', async () => {
    const { root_folder_id, id } = api.state.project;
    const { data: folder } = await api.client.folders.create(accountId, root_folder_id, { data: { name: 'Cuts' } });
    const inside = await api.client.folders.create(accountId, folder.id, { data: { name: 'Inside' } });
    const file = api.state.addFile({ name: 'a.mp4', fileSize: 5 });
    await api.client.folders.delete(accountId, folder.id);
    api.clock.ms += 1_000;
    await api.client.files.delete(accountId, file.id);
    const { data } = await projects().recentlyDeleted(accountId, id);
    expect(data).toMatchObject([
      { id: file.id, type: 'file', file_size: 5, deleted_at: '2026-11-23T10:00:01.123000Z' },
      { id: folder.id, type: 'folder', parent_id: root_folder_id, deleted_at: '2026-11-23T10:00:00.123000Z' },
    ]);
    expect(JSON.stringify(data)).not.toContain(inside.data.id);
    expect(await namesIn(projects().recentlyDeleted(accountId, id, { sort: 'name_desc' }))).toEqual(['a.mp4', 'Cuts']);
  });
});
