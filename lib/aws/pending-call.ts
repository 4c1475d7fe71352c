import { StandardRetryStrategy } from '@smithy/core/retry';
import type { HttpHandlerOptions, RetryErrorInfo, RetryStrategyV2, StandardRetryToken } from '@smithy/types';
import { backoffMs } from '../core/backoff.ts';
import type { Clock } from '../core/clock.ts';
import { getDeadline } from '../core/deadline.ts';
import type { HttpRequest, HttpResponse } from '../http/http-client.ts';
import { HttpRequestError } from '../http/http-request-error.ts';

/** Limits of one call. */
export interface AwsCallOptions {
  readonly abortSignal?: AbortSignal | undefined;
  /**
   * Time for the call in ms, all attempts included. Each attempt gets an even share of what is left.
   * @default the client's
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often the call may be sent. If it is 1, the request is never sent again, not even over a new connection when a
   * kept-alive one turns out to be closed.
   * @default the client's
   */
  readonly maxAttempts?: number | undefined;
}

/** What a `PendingCall` is made of. */
export interface PendingCallOptions extends AwsCallOptions {
  readonly service: string;
  readonly operation: string;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  readonly clock: Clock;
  /** The client's, which stops retries during an outage. */
  readonly retryQuota: StandardRetryStrategy;
}

/** What limits one attempt. */
type AttemptTerms = Pick<HttpRequest, 'timeoutMs' | 'abortSignal' | 'isIdempotent'>;

/**
 * One call to AWS with all its attempts: one deadline for them together, and what is known of their outcome. The SDK
 * hands it to the request handler as its options, and asks it whether to try again.
 */
export class PendingCall implements HttpHandlerOptions, RetryStrategyV2 {
  readonly service: string;
  readonly operation: string;
  readonly maxAttempts: number;
  readonly abortSignal?: AbortSignal;
  readonly #options: PendingCallOptions;
  readonly #deadline: number;
  /** When nobody waits for the call any more. */
  readonly #usefulUntil: number;
  #attempts = 0;
  #isOutcomeUnknown = false;

  constructor(options: PendingCallOptions) {
    const { service, operation, maxAttempts, abortSignal, clock, timeoutMs } = options;
    this.service = service;
    this.operation = operation;
    this.maxAttempts = maxAttempts;
    if (abortSignal) this.abortSignal = abortSignal;
    this.#options = options;
    this.#deadline = clock.now() + timeoutMs;
    this.#usefulUntil = Math.min(this.#deadline, (abortSignal && getDeadline(abortSignal)) ?? this.#deadline);
  }

  /** Whether an attempt so far may have taken effect though nobody was told so. */
  get isOutcomeUnknown(): boolean {
    return this.#isOutcomeUnknown;
  }

  /** Sends the next attempt within its limits. */
  async attempt(send: (terms: AttemptTerms) => Promise<HttpResponse>): Promise<HttpResponse> {
    const { clock, abortSignal } = this.#options;
    const timeoutMs = (this.#deadline - clock.now()) / Math.max(1, this.maxAttempts - this.#attempts);
    this.#attempts += 1;
    try {
      const answer = await send({ timeoutMs, abortSignal, isIdempotent: this.maxAttempts > 1 });
      this.#isOutcomeUnknown ||= answer.status >= 500;
      return answer;
    } catch (error) {
      this.#isOutcomeUnknown ||= error instanceof HttpRequestError && error.maybeSent;
      throw error;
    }
  }

  async acquireInitialRetryToken(scope: string): Promise<StandardRetryToken> {
    return await this.#options.retryQuota.acquireInitialRetryToken(scope);
  }

  /**
   * Waits with growing delay and full jitter before another attempt.
   *
   * @throws when there is to be none: the error is permanent, the attempts or the quota are used up, or the wait would end
   *   too late. The SDK then throws the error of the last attempt.
   */
  async refreshRetryTokenForRetry(token: StandardRetryToken, { error, errorType }: RetryErrorInfo) {
    const { clock, retryQuota, abortSignal } = this.#options;
    const delayMs = backoffMs(token.getRetryCount(), Math.random());
    if (this.#attempts >= this.maxAttempts || this.#usefulUntil - clock.now() <= delayMs)
      throw new Error('No time left.');
    const isUnanswered = error instanceof HttpRequestError && error.failure !== 'aborted';
    const next = await retryQuota.refreshRetryTokenForRetry(token, {
      errorType: isUnanswered ? 'TRANSIENT' : errorType,
    });
    await clock.wait(delayMs, abortSignal);
    return next;
  }

  recordSuccess(token: StandardRetryToken): void {
    this.#options.retryQuota.recordSuccess(token);
  }
}

/** A client's budget of retries, as the SDK keeps it: the waits are the calls' own. */
export function createRetryQuota(): StandardRetryStrategy {
  const backoff = { computeNextBackoffDelay: () => 0, setDelayBase: () => undefined };
  return new StandardRetryStrategy({ maxAttempts: Number.POSITIVE_INFINITY, backoff });
}
