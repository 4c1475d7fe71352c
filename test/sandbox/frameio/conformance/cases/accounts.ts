import type { ConformanceCase } from '../conformance-case.ts';

export const ACCOUNTS: readonly ConformanceCase[] = [];
