import type { ConformanceCase } from '../conformance-case.ts';

export const FOLDER_PERMISSIONS: readonly ConformanceCase[] = [];
