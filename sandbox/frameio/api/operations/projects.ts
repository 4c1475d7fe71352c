import type { Operation } from '../operation.ts';

/** Operations on projects. */
export const PROJECTS: readonly Operation[] = [];
