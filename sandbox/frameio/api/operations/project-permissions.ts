import type { Operation } from '../operation.ts';

/** Operations on the roles of users in a project. */
export const PROJECT_PERMISSIONS: readonly Operation[] = [];
