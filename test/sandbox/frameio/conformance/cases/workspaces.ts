import type { ConformanceCase } from '../conformance-case.ts';

export const WORKSPACES: readonly ConformanceCase[] = [];
