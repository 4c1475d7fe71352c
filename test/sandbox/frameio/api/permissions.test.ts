import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ForbiddenError, NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import { newUser } from '../../../../sandbox/frameio/state/initial-resources.ts';
import { setRole } from '../../../../sandbox/frameio/state/permissions.ts';
import type { User } from '../../../../sandbox/frameio/state/stored-resources.ts';
import { type RunningApi, startApi } from '../running-api.ts';

let api: RunningApi;
let accountId: string;
let workspaceId: string;
let projectId: string;
let folderId: string;
let ada: User;
beforeEach(async () => {
  api = await startApi();
  const { account, workspace, project, stores } = api.state;
  [accountId, workspaceId, projectId] = [account.id, workspace.id, project.id];
  ada = stores.users.put(newUser(api.state.newId(), 'Ada', 'ada@a.invalid'));
  setRole(api.state, accountId, ada, 'member');
  folderId = (await api.client.folders.create(accountId, project.root_folder_id, { data: { name: 'Cuts' } })).data.id;
});
afterEach(() => api.close());

/** Returns the role of Ada in a list of users. */
async function roleOfAda(
  page: Promise<{ readonly data: readonly { readonly role: unknown; readonly user: unknown }[] }>,
) {
  return (await page).data.find(({ user }) => JSON.stringify(user) === JSON.stringify(ada))?.role;
}
const inWorkspace = () => roleOfAda(api.client.workspacePermissions.index(accountId, workspaceId));
const inProject = () => roleOfAda(api.client.projectPermissions.index(accountId, projectId));
const inFolder = () => roleOfAda(api.client.folderPermissions.index(accountId, folderId));

describe('the roles of an account', () => {
  it('can change to member and admin', async () => {
    const update = (role: 'member' | 'admin') =>
      api.client.accountPermissions.accountUserRolesUpdate(accountId, ada.id, { data: { role } });
    expect(await update('admin')).toEqual({ data: { role: 'admin' } });
    expect(await roleOfAda(api.client.accountPermissions.index(accountId))).toBe('admin');
    expect(await inFolder()).toBe('admin'); // an admin has access to everything
  });

  it('do not change for the owner', async () => {
    const { id } = api.state.user;
    const change = api.client.accountPermissions.accountUserRolesUpdate(accountId, id, { data: { role: 'member' } });
    await expect(change).rejects.toThrow(ForbiddenError);
    const [account] = (await api.client.accounts.index()).data;
    expect(account?.roles).toEqual(['owner']);
  });

  it('are listed in the requested order, without deactivated users', async () => {
    api.state.stores.users.put({ ...ada, active: false });
    const names = async (query: { readonly include_deactivated?: boolean }) =>
      (await api.client.accountPermissions.index(accountId, { sort: 'name_asc', ...query })).data.map(
        ({ user }) => user.name,
      );
    expect(await names({})).toEqual(['Sandbox Integration', 'Sandbox Uploader']);
    expect(await names({ include_deactivated: true })).toEqual(['Ada', 'Sandbox Integration', 'Sandbox Uploader']);
  });
});

describe('a role', () => {
  it('in a workspace applies to its projects and folders', async () => {
    expect([await inWorkspace(), await inProject(), await inFolder()]).toEqual([undefined, undefined, undefined]);
    await api.client.workspacePermissions.workspaceUserRolesUpdate(accountId, workspaceId, ada.id, {
      data: { role: 'editor' },
    });
    expect([await inWorkspace(), await inProject(), await inFolder()]).toEqual(['editor', 'editor', 'editor']);
  });

  it('in a project or a folder replaces the one that it inherits', async () => {
    setRole(api.state, workspaceId, ada, 'viewer');
    await api.client.projectPermissions.projectUserRolesUpdate(accountId, projectId, ada.id, {
      data: { role: 'commenter' },
    });
    await api.client.folderPermissions.folderUserRolesUpdate(accountId, folderId, ada.id, {
      data: { role: 'full_access' },
    });
    expect([await inWorkspace(), await inProject(), await inFolder()]).toEqual(['viewer', 'commenter', 'full_access']);
  });

  it('ends with its deletion', async () => {
    setRole(api.state, workspaceId, ada, 'viewer');
    setRole(api.state, projectId, ada, 'editor');
    setRole(api.state, folderId, ada, 'commenter');
    await api.client.folderPermissions.delete(accountId, folderId, ada.id);
    await api.client.projectPermissions.delete(accountId, projectId, ada.id);
    expect([await inProject(), await inFolder()]).toEqual(['viewer', 'viewer']);
    await api.client.workspacePermissions.workspaceUserRolesDelete(accountId, workspaceId, ada.id);
    expect(await inWorkspace()).toBeUndefined();
    const again = api.client.workspacePermissions.workspaceUserRolesDelete(accountId, workspaceId, ada.id);
    await expect(again).rejects.toThrow(NotFoundError);
  });
});

it('a restricted project inherits only the roles of admins', async () => {
  setRole(api.state, workspaceId, ada, 'editor');
  await api.client.projects.update(accountId, projectId, { data: { restricted: true } });
  expect(await inProject()).toBeUndefined();
  setRole(api.state, workspaceId, ada, 'workspace_admin');
  expect(await inProject()).toBe('workspace_admin');
});
