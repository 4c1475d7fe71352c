import type { Operation } from '../operation.ts';

/** Operations on webhooks. */
export const WEBHOOKS: readonly Operation[] = [];
