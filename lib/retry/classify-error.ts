import { ClientRateLimitError } from '../client/errors/client-rate-limit-error.ts';
import { RateLimitError } from '../client/errors/status-errors.ts';
import { TokenExchangeError } from '../client/errors/token-exchange-error.ts';
import { asApiError } from '../client/official-sdk-error.ts';
import { IdempotencyStoreError, RetryLater, SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';

/**
 * What an error says about the handler that threw it.
 *
 * - `wait_requested`: the error requests a wait of a given time.
 * - `outage`: a service that the handler depends on is unavailable or not set up.
 * - `failure`: the handler failed. Only this counts as a failed attempt.
 */
export type ErrorClass = 'wait_requested' | 'outage' | 'failure';

const WAIT_REQUESTS = [RetryLater, ClientRateLimitError, RateLimitError];

const OUTAGES = [TokenExchangeError, SecretUnavailableError, SecretNotSetError];

/** Classifies what a handler threw, including the errors of the official SDK. */
export function classifyError(thrown: unknown): ErrorClass {
  const error = asApiError(thrown);
  if (WAIT_REQUESTS.some((ErrorType) => error instanceof ErrorType)) return 'wait_requested';
  if (error instanceof IdempotencyStoreError) return error.wasHandlerStarted ? 'failure' : 'outage';
  return OUTAGES.some((ErrorType) => error instanceof ErrorType) ? 'outage' : 'failure';
}
