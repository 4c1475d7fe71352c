import type { ConformanceCase } from '../conformance-case.ts';

export const SHARES: readonly ConformanceCase[] = [];
