import type { ConformanceCase } from '../conformance-case.ts';

export const PROJECTS: readonly ConformanceCase[] = [];
