import { ApiCallError } from '../client/errors/api-call-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { CLOCK_TOLERANCE_MS } from '../core/clock.ts';
import { PermanentError } from '../core/errors.ts';
import { classifyError } from './classify-error.ts';

/**
 * How long the lock outlasts a failure whose outcome is unknown, in milliseconds. A request of the failed attempt may
 * still take effect for five seconds. A retry at once would not see that effect and would repeat it.
 */
export const UNKNOWN_OUTCOME_LOCK_MS = 5_000 + CLOCK_TOLERANCE_MS;

/**
 * Returns whether a request of the failed handler may still take effect, because it received no response, or one that
 * does not rule this out. An error that says nothing about this counts as unknown.
 */
export function isOutcomeUnknown(thrown: unknown): boolean {
  const error = asApiError(thrown);
  if (error instanceof ApiCallError) return error.isOutcomeUnknown;
  return !(error instanceof PermanentError) && classifyError(error) === 'failure';
}
