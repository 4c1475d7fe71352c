import type { ConformanceCase } from '../conformance-case.ts';

export const USERS: readonly ConformanceCase[] = [{ operation: 'users.show', status: 200 }];
