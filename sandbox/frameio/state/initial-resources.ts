import { randomBytes } from 'node:crypto';
import type { EntityStores } from './entities.ts';
import { addProject } from './new-project.ts';
import { setRole } from './permissions.ts';
import type { SandboxSettings, User } from './stored-resources.ts';

/** What new resources need. */
interface InitialContext {
  /** Returns a UUID in lower case. */
  readonly newId: () => string;
  /** Creation time in Frame.io's format. */
  readonly time: string;
  /** @default random */
  readonly token?: string;
}

/** Adds an account with two users, one workspace and one project. */
export function addInitialResources(
  stores: EntityStores,
  { newId, time, token = `fio-sandbox-${randomBytes(16).toString('hex')}` }: InitialContext,
): SandboxSettings {
  const times = { created_at: time, updated_at: time };
  const account = stores.accounts.put({
    id: newId(),
    display_name: 'Sandbox',
    roles: [],
    storage_limit: null,
    storage_usage: 0,
    ...times,
  });
  const user = stores.users.put(newUser(newId(), 'Sandbox Integration', 'integration@sandbox.invalid'));
  const uploader = stores.users.put(newUser(newId(), 'Sandbox Uploader', 'uploader@sandbox.invalid'));
  setRole({ stores }, account.id, user, 'owner');
  setRole({ stores }, account.id, uploader, 'admin');
  const workspace = { id: newId(), account_id: account.id, name: 'Sandbox', ...times };
  stores.workspaces.put({ id: workspace.id, workspace, creator: uploader });
  const details = { name: 'Sandbox', workspaceId: workspace.id, owner: uploader };
  const { project } = addProject(stores, details, { newId, time });
  return stores.settings.put({
    id: 'settings',
    token,
    storageKey: randomBytes(32).toString('hex'),
    accountId: account.id,
    workspaceId: workspace.id,
    projectId: project.id,
    userId: user.id,
    uploaderId: uploader.id,
  });
}

/** Creates an active user. */
export function newUser(id: string, name: string, email: string): User {
  return { id, name, email, avatar_url: null, active: true };
}
