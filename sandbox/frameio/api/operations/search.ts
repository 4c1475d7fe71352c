import type { Operation } from '../operation.ts';

/** Operations on search. */
export const SEARCH: readonly Operation[] = [];
