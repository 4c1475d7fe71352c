import type { ConformanceCase } from '../conformance-case.ts';

export const SEARCH: readonly ConformanceCase[] = [];
