import { reconciliationHandler } from './reconciliation-handler.ts';

/** A schedule invokes this. */
export const handler = reconciliationHandler();
