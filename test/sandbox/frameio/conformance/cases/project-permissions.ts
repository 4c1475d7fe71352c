import type { ConformanceCase } from '../conformance-case.ts';

export const PROJECT_PERMISSIONS: readonly ConformanceCase[] = [];
