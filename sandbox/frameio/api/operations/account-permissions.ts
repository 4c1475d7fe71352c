import type { Operation } from '../operation.ts';

/** Operations on the roles of users in an account. */
export const ACCOUNT_PERMISSIONS: readonly Operation[] = [];
