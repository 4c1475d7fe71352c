import type { ConformanceCase } from '../conformance-case.ts';

export const WEBHOOKS: readonly ConformanceCase[] = [];
