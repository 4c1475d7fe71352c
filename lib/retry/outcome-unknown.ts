import { ApiCallError } from '../client/errors/api-call-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { PermanentError } from '../core/errors.ts';
import { isPostponement } from './classify-error.ts';

/**
 * Whether what a failed handler has sent may still take effect: it got no answer, or one from somebody who need not know.
 * Of an error that says nothing of it, it may.
 */
export function isOutcomeUnknown(thrown: unknown): boolean {
  const error = asApiError(thrown);
  if (error instanceof ApiCallError) return error.isOutcomeUnknown;
  return !(error instanceof PermanentError) && !isPostponement(error);
}
