import type { Operation } from '../operation.ts';

/** Operations on the roles of users in a folder. */
export const FOLDER_PERMISSIONS: readonly Operation[] = [];
