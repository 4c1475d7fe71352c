import type { ConformanceCase } from '../conformance-case.ts';

export const ACCOUNT_PERMISSIONS: readonly ConformanceCase[] = [];
