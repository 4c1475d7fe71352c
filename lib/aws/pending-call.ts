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
   * Time limit of the call in ms, all attempts included. Each attempt gets an equal share of the remaining time, unless
   * the client hedges.
   * @default the client's option
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Maximum number of attempts. If it is 1, the client never sends the request again, not even when a kept-alive
   * connection turns out to be closed.
   * @default the client's option
   */
  readonly maxAttempts?: number | undefined;
}

/** Options of a `PendingCall`. */
export interface PendingCallOptions extends AwsCallOptions {
  readonly service: string;
  readonly operation: string;
  readonly timeoutMs: number;
  readonly maxAttempts: number;
  /** Whether a slow attempt goes on beside the next one. */
  readonly isHedged: boolean;
  readonly clock: Clock;
  /** Retry quota of the client, which limits retries during an outage. */
  readonly retryQuota: StandardRetryStrategy;
}

/** Limits of one attempt. */
type AttemptLimits = Pick<HttpRequest, 'timeoutMs' | 'abortSignal' | 'isIdempotent'>;

const YES = () => true;
const NO = () => false;

/** Sends one attempt. */
type SendAttempt = (limits: AttemptLimits) => Promise<HttpResponse>;

/**
 * One call to AWS: the common deadline of its attempts and what is known of their outcome. The SDK passes it to the
 * request handler as options, and uses it as the retry strategy.
 */
export class PendingCall implements HttpHandlerOptions, RetryStrategyV2 {
  readonly service: string;
  readonly operation: string;
  readonly maxAttempts: number;
  readonly abortSignal?: AbortSignal;
  readonly #options: PendingCallOptions;
  readonly #deadline: number;
  /** Time after which the caller no longer needs the response, in ms since 1970. */
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

  /** Whether an attempt may have taken effect without a response that says so. */
  get isOutcomeUnknown(): boolean {
    return this.#isOutcomeUnknown;
  }

  /** Sends the next attempt within its limits. */
  async attempt(send: SendAttempt): Promise<HttpResponse> {
    const attemptsLeft = this.maxAttempts - this.#attempts;
    const shareMs = this.#remainingMs() / Math.max(1, attemptsLeft);
    const isHedged = this.#options.isHedged && attemptsLeft > 1;
    return isHedged ? await this.#hedge(send, shareMs) : await this.#attempt(send, shareMs, this.abortSignal);
  }

  /**
   * Sends an attempt that may use all of the remaining time. If it has no response after its share, sends the next one
   * beside it. The first success wins, and the other attempt ends.
   */
  async #hedge(send: SendAttempt, shareMs: number): Promise<HttpResponse> {
    const settled = new AbortController();
    const signal = AbortSignal.any([settled.signal, ...(this.abortSignal ? [this.abortSignal] : [])]);
    const start = () => this.#attempt(send, this.#remainingMs(), signal);
    try {
      const first = start();
      const isSlow = this.#options.clock.wait(shareMs, signal).then(YES, NO);
      if (!(await Promise.race([first.then(NO, NO), isSlow]))) return await first;
      const second = start();
      return await Promise.any([successOrElse(first, second), successOrElse(second, first)]);
    } catch (error) {
      throw error instanceof AggregateError ? error.errors[0] : error;
    } finally {
      settled.abort();
    }
  }

  #remainingMs(): number {
    return this.#deadline - this.#options.clock.now();
  }

  async #attempt(send: SendAttempt, timeoutMs: number, abortSignal: AbortSignal | undefined): Promise<HttpResponse> {
    this.#attempts += 1;
    try {
      const response = await send({ timeoutMs, abortSignal, isIdempotent: this.maxAttempts > 1 });
      this.#isOutcomeUnknown ||= response.status >= 500;
      return response;
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
   * @throws Error when no attempt follows: the error is permanent, the attempts or the quota are used up, or the wait would
   *   end too late. The SDK then throws the error of the last attempt.
   */
  async refreshRetryTokenForRetry(token: StandardRetryToken, { error, errorType }: RetryErrorInfo) {
    const { clock, retryQuota, abortSignal } = this.#options;
    const delayMs = backoffMs(token.getRetryCount(), Math.random());
    if (this.#attempts >= this.maxAttempts || this.#usefulUntil - clock.now() <= delayMs)
      throw new Error('No attempt is left.');
    const hasNoResponse = error instanceof HttpRequestError && error.failure !== 'aborted';
    const next = await retryQuota.refreshRetryTokenForRetry(token, {
      errorType: hasNoResponse ? 'TRANSIENT' : errorType,
    });
    await clock.wait(delayMs, abortSignal);
    return next;
  }

  recordSuccess(token: StandardRetryToken): void {
    this.#options.retryQuota.recordSuccess(token);
  }
}

/** Returns the response to an attempt. If it is an error, returns a response to the other attempt, if there is one. */
async function successOrElse(attempt: Promise<HttpResponse>, other: Promise<HttpResponse>): Promise<HttpResponse> {
  const response = await attempt;
  return response.status < 400 ? response : await other.catch(() => response);
}

/** Creates a client's retry quota. It uses the SDK's strategy without its delays: each call computes its own. */
export function createRetryQuota(): StandardRetryStrategy {
  const backoff = { computeNextBackoffDelay: () => 0, setDelayBase: () => undefined };
  return new StandardRetryStrategy({ maxAttempts: Number.POSITIVE_INFINITY, backoff });
}
