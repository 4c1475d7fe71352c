import type { Operation } from '../operation.ts';
import { ACCOUNT_PERMISSIONS } from './account-permissions.ts';
import { ACCOUNT_USERS } from './account-users.ts';
import { ACCOUNTS } from './accounts.ts';
import { ACTIONS } from './actions.ts';
import { AUDIT_LOGS } from './audit-logs.ts';
import { BULK_GET } from './bulk-get.ts';
import { COLLECTIONS } from './collections.ts';
import { COMMENTS } from './comments.ts';
import { FILES } from './files.ts';
import { FOLDER_PERMISSIONS } from './folder-permissions.ts';
import { FOLDERS } from './folders.ts';
import { GROUP_MEMBERS } from './group-members.ts';
import { GROUPS } from './groups.ts';
import { METADATA } from './metadata.ts';
import { METADATA_FIELDS } from './metadata-fields.ts';
import { PROJECT_LISTS } from './project-lists.ts';
import { PROJECT_PERMISSIONS } from './project-permissions.ts';
import { PROJECTS } from './projects.ts';
import { RECENTLY_DELETED } from './recently-deleted.ts';
import { REORDER_VERSIONS } from './reorder-versions.ts';
import { RESTORE } from './restore.ts';
import { SEARCH } from './search.ts';
import { SHARES } from './shares.ts';
import { UPLOADS } from './uploads.ts';
import { USERS } from './users.ts';
import { VERSION_STACKS } from './version-stacks.ts';
import { WEBHOOKS } from './webhooks.ts';
import { WORKSPACE_PERMISSIONS } from './workspace-permissions.ts';
import { WORKSPACES } from './workspaces.ts';

/** Every operation that the sandbox implements. */
export const OPERATIONS: readonly Operation[] = [
  ...ACCOUNT_PERMISSIONS,
  ...ACCOUNT_USERS,
  ...ACCOUNTS,
  ...ACTIONS,
  ...AUDIT_LOGS,
  ...BULK_GET,
  ...COLLECTIONS,
  ...COMMENTS,
  ...FILES,
  ...FOLDER_PERMISSIONS,
  ...FOLDERS,
  ...GROUP_MEMBERS,
  ...GROUPS,
  ...METADATA,
  ...METADATA_FIELDS,
  ...PROJECT_LISTS,
  ...PROJECT_PERMISSIONS,
  ...PROJECTS,
  ...REORDER_VERSIONS,
  ...RESTORE,
  ...RECENTLY_DELETED,
  ...SEARCH,
  ...SHARES,
  ...UPLOADS,
  ...USERS,
  ...VERSION_STACKS,
  ...WEBHOOKS,
  ...WORKSPACE_PERMISSIONS,
  ...WORKSPACES,
];
