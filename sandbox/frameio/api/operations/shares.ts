import type { Operation } from '../operation.ts';

/** Operations on shares. */
export const SHARES: readonly Operation[] = [];
