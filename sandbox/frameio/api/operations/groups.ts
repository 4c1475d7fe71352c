import type { Operation } from '../operation.ts';

/** Operations on groups. */
export const GROUPS: readonly Operation[] = [];
