import type { ConformanceCase } from '../conformance-case.ts';

export const WORKSPACE_PERMISSIONS: readonly ConformanceCase[] = [];
