import { ClientRateLimitError } from '../client/errors/client-rate-limit-error.ts';
import { RateLimitError } from '../client/errors/status-errors.ts';
import { TokenExchangeError } from '../client/errors/token-exchange-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { IdempotencyStoreError, RetryLater, SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';

/** These ask for a wait of so many ms. */
const ASKED = [RetryLater, ClientRateLimitError, RateLimitError];

/** What the handler stands on is out of order: no attempt of it, however many, tells anything of the handler. */
const OUTAGES = [TokenExchangeError, SecretUnavailableError, SecretNotSetError];

/** Whether what was thrown says that the work cannot be done yet, which is no failure of whoever was to do it. */
export function isPostponement(thrown: unknown): boolean {
  return isAskedFor(thrown) || isOutage(thrown);
}

/** Whether what was thrown asks for a wait. */
export function isAskedFor(thrown: unknown): boolean {
  const error = asApiError(thrown);
  return ASKED.some((Kind) => error instanceof Kind);
}

/** Whether the work cannot be done until somebody or something else is well again. */
export function isOutage(thrown: unknown): boolean {
  if (thrown instanceof IdempotencyStoreError) return !thrown.wasHandlerStarted;
  return OUTAGES.some((Kind) => thrown instanceof Kind);
}
