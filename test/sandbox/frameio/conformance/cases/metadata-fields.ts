import type { ConformanceCase } from '../conformance-case.ts';

export const METADATA_FIELDS: readonly ConformanceCase[] = [];
