import type { ConformanceCase } from '../conformance-case.ts';

export const METADATA: readonly ConformanceCase[] = [];
