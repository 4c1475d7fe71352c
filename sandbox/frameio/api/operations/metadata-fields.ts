import type { Operation } from '../operation.ts';

/** Operations on metadata fields. */
export const METADATA_FIELDS: readonly Operation[] = [];
