import type { Operation } from '../operation.ts';

/** Operations on the roles of users in a workspace. */
export const WORKSPACE_PERMISSIONS: readonly Operation[] = [];
