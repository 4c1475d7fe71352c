import type { Operation } from '../operation.ts';

/** Operations on folders. */
export const FOLDERS: readonly Operation[] = [];
