import type { FrameioDatabase } from './frameio-database.ts';
import type { StoredGroup, User } from './stored-resources.ts';

/** Creates a group without members. */
export function createGroup(
  database: FrameioDatabase,
  data: { readonly name: string; readonly emoji: string },
  creator: User,
): StoredGroup {
  const [id, time] = [database.newId(), database.timestamp()];
  const group = {
    id,
    ...data,
    member_count: 0,
    source: 'frame',
    creator_id: creator.id,
    created_at: time,
    updated_at: time,
  } as const;
  const stored = database.stores.groups.put({ id, group, creator, memberIds: [] });
  database.audit({
    type: 'account_user_group_created',
    resourceType: 'account_user_group',
    resourceId: id,
    user: creator,
  });
  return stored;
}

/** Changes the name or the emoji of a group. */
export function updateGroup(
  database: FrameioDatabase,
  stored: StoredGroup,
  change: { readonly name?: string; readonly emoji?: string },
  user: User,
): StoredGroup {
  const group = { ...stored.group, ...change, updated_at: database.timestamp() };
  const updated = database.stores.groups.put({ ...stored, group });
  const { id } = stored;
  database.audit({ type: 'account_user_group_updated', resourceType: 'account_user_group', resourceId: id, user });
  return updated;
}

/**
 * Adds members to a group, or removes them. A user who is a member already stays one.
 *
 * @param type - The change, as the audit log names it.
 */
export function setMembers(
  database: FrameioDatabase,
  stored: StoredGroup,
  memberIds: readonly string[],
  {
    type,
    user,
  }: {
    readonly type: 'account_user_group_members_added' | 'account_user_group_members_removed';
    readonly user: User;
  },
): void {
  const group = { ...stored.group, member_count: memberIds.length, updated_at: database.timestamp() };
  database.stores.groups.put({ ...stored, group, memberIds });
  database.audit({ type, resourceType: 'account_user_group', resourceId: stored.id, user });
}
