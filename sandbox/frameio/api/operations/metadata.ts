import type { Operation } from '../operation.ts';

/** Operations on metadata. */
export const METADATA: readonly Operation[] = [];
