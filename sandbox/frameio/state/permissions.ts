import type * as Frameio from '../../../lib/client/frameio.ts';
import { notFound } from '../api-error.ts';
import type { EntityStores } from './entities.ts';
import type { SandboxSettings, StoredPermission, User } from './stored-resources.ts';

/** Role of a user in a workspace, project or folder. */
export type Role = Frameio.UserRole['role'];

/** Where the roles are. A `FrameioDatabase` has both. */
interface Permissions {
  readonly stores: Pick<EntityStores, 'folders' | 'permissions' | 'projects' | 'users'>;
  readonly settings: SandboxSettings;
}

/** A resource that gives users roles. It inherits the roles of those after it, unless it is restricted. */
interface RoleSource {
  readonly id: string;
  readonly isRestricted: boolean;
}

/** A user's role, with the id of the user for pages. */
export interface RoleOfUser<Name> {
  readonly id: string;
  readonly user: User;
  readonly role: Name;
}

/** Gives a user a role in an account, a workspace, a project or a folder. */
export function setRole(
  { stores }: Pick<Permissions, 'stores'>,
  resourceId: string,
  user: User,
  role: StoredPermission['role'],
): void {
  stores.permissions.put({ id: permissionId(resourceId, user.id), resourceId, user, role });
}

/**
 * Takes the role from a user that the resource itself gave.
 *
 * @throws ApiError if the resource gave the user none.
 */
export function removeRole({ stores }: Pick<Permissions, 'stores'>, resourceId: string, userId: string): void {
  if (!stores.permissions.delete(permissionId(resourceId, userId))) throw notFound();
}

/** Deletes every role that a resource gives. */
export function removeRolesIn({ stores }: Pick<Permissions, 'stores'>, resourceId: string): void {
  stores.permissions.deleteWhere((permission) => permission.resourceId === resourceId);
}

/** Returns the role that the account gives a user. */
export function accountRole({ stores, settings }: Permissions, userId: string): Frameio.AccountUserRole['role'] {
  const role = stores.permissions.get(permissionId(settings.accountId, userId))?.role;
  return role === 'member' || role === 'owner' || role === 'admin' || role === 'reviewer' ? role : null;
}

/** Returns the users of the account with their roles. */
export function accountRoles(permissions: Permissions): readonly RoleOfUser<Frameio.AccountUserRole['role']>[] {
  const users = permissions.stores.users.all();
  return users.map((user) => ({ id: user.id, user, role: accountRole(permissions, user.id) }));
}

/** Returns the users of a workspace, a project or a folder with their roles, also those that it inherits. */
export function rolesIn(permissions: Permissions, resourceId: string): readonly RoleOfUser<Role>[] {
  const sources = sourcesOf(permissions, resourceId);
  return permissions.stores.users.all().flatMap((user) => {
    const role = roleFrom(permissions, sources, user.id);
    return role ? [{ id: user.id, user, role }] : [];
  });
}

/** Returns the role of a user in a workspace, a project or a folder; `undefined` for a user without access. */
export function roleIn(permissions: Permissions, resourceId: string, userId: string): Role | undefined {
  return roleFrom(permissions, sourcesOf(permissions, resourceId), userId);
}

/** An owner or admin of the account has that role everywhere. Otherwise the closest role counts. */
function roleFrom(permissions: Permissions, sources: readonly RoleSource[], userId: string): Role | undefined {
  const ofAccount = accountRole(permissions, userId);
  if (ofAccount === 'owner' || ofAccount === 'admin') return ofAccount;
  let isInherited = true;
  for (const { id, isRestricted } of sources) {
    const role = permissions.stores.permissions.get(permissionId(id, userId))?.role;
    if (role && role !== 'member' && role !== 'reviewer' && (isInherited || role === 'workspace_admin')) return role;
    isInherited &&= !isRestricted;
  }
  return undefined;
}

/** Returns the resources that give roles: a folder and those around it, its project, and its workspace. */
function sourcesOf(permissions: Permissions, resourceId: string): readonly RoleSource[] {
  const { folders, projects } = permissions.stores;
  const folder = folders.get(resourceId)?.folder;
  if (folder) {
    const source = { id: folder.id, isRestricted: folder.restricted };
    return [source, ...sourcesOf(permissions, folder.parent_id ?? folder.project_id)];
  }
  const project = projects.get(resourceId)?.project;
  if (!project) return [{ id: resourceId, isRestricted: false }];
  return [
    { id: project.id, isRestricted: project.restricted },
    { id: project.workspace_id, isRestricted: false },
  ];
}

function permissionId(resourceId: string, userId: string): string {
  return `${resourceId} ${userId}`;
}
