import type { Operation } from '../operation.ts';

/** Operations on workspaces. */
export const WORKSPACES: readonly Operation[] = [];
