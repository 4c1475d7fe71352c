import type { ConformanceCase } from '../conformance-case.ts';

export const FOLDERS: readonly ConformanceCase[] = [];
