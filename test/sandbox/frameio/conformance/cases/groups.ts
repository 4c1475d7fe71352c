import type { ConformanceCase } from '../conformance-case.ts';

export const GROUPS: readonly ConformanceCase[] = [];
