import type { ConformanceCase } from '../conformance-case.ts';

export const COLLECTIONS: readonly ConformanceCase[] = [];
