/** Frame.io's objects, under the names of its API reference: `Frameio.File`, `Frameio.Comment`. */
export type * from './resources/account-permissions.ts';
export type * from './resources/accounts.ts';
export type * from './resources/audit-logs.ts';
export type * from './resources/comments.ts';
export type * from './resources/custom-actions.ts';
export type * from './resources/files.ts';
export type * from './resources/folder-permissions.ts';
export type * from './resources/groups.ts';
export type * from './resources/project-permissions.ts';
export type * from './resources/users.ts';
export type * from './resources/webhooks.ts';
export type * from './resources/workspace-permissions.ts';
export type * from './resources/workspaces.ts';
