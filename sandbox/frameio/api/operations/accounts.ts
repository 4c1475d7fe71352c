import type { Operation } from '../operation.ts';

/** Operations on accounts and their audit logs. */
export const ACCOUNTS: readonly Operation[] = [];
