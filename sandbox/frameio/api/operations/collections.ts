import type { Operation } from '../operation.ts';

/** Operations on collections. */
export const COLLECTIONS: readonly Operation[] = [];
