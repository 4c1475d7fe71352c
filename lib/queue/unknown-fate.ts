import { ApiCallError, PaceError, TokenExchangeError } from '../client/api-errors.ts';
import { PermanentError, RetryLater } from '../errors.ts';

/**
 * Whether what a failed handler has sent may still take effect: it got no answer, or one from somebody who need not know.
 * Of an error that says nothing of it, it may.
 */
export function mayStillArrive(error: unknown): boolean {
  if (error instanceof ApiCallError) return error.maybeSent;
  return ![RetryLater, PermanentError, PaceError, TokenExchangeError].some((Kind) => error instanceof Kind);
}
