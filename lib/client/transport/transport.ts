import type { Clock } from '../../core/clock.ts';
import { getDeadline } from '../../core/deadline.ts';
import type { HttpResponse } from '../../http/http-client.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { ApiCallError, type FailedCall } from '../errors/api-call-error.ts';
import { ApiAbortedError, ApiTimeoutError } from '../errors/no-response-errors.ts';
import { ApiHttpClient, type ApiHttpRequest } from './api-http-client.ts';
import type { ApiHeaders, ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';
import { type ClientHooks, callHook, type IncomingResponse } from './hooks.ts';
import { queryString } from './query.ts';
import { RateLimiter, type RateLimitOption } from './rate-limiter.ts';
import { readResponse } from './read-response.ts';
import { lowerCaseNames, redactHeaders } from './request-headers.ts';
import { readHeaders, readRateLimit } from './response-headers.ts';
import { retryDelayMs } from './retry-delay.ts';
import { withTimeLimit } from './time-limit.ts';

/** Options of a transport. */
export interface TransportOptions extends ClientHooks {
  readonly baseUrl: URL;
  readonly token: TokenSource;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Headers to send with every request. Names are in lower case. */
  readonly headers: ApiHeaders;
  readonly rateLimit: RateLimitOption | undefined;
  readonly clock: Clock;
}

/** A call in progress. */
interface CallInProgress {
  readonly request: ApiRequest;
  /** How errors describe the call while it has not been sent. */
  readonly unsent: FailedCall;
  readonly isIdempotent: boolean;
  readonly timeoutMs: number;
  /** When the call times out, in milliseconds since 1970. */
  readonly deadline: number;
  /** When the caller stops waiting: at the deadline, or earlier if the caller's signal has an earlier one. */
  readonly usefulUntil: number;
  readonly signal: AbortSignal | undefined;
  /** The error of the latest attempt that may have taken effect. */
  uncertainError: ApiCallError | undefined;
}

/** Methods that may be sent twice with the effect of one request (RFC 9110 9.2.2). */
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE']);

/**
 * Sends calls to Frame.io with the bearer token, and turns the responses into values and errors. It retries a call if
 * that is safe and may help, and never for longer than the caller waits.
 */
export class Transport implements ApiSender {
  readonly baseUrl: URL;
  readonly clock: Clock;
  readonly #options: TransportOptions;
  readonly #http: ApiHttpClient;
  readonly #rateLimiter: RateLimiter | undefined;

  constructor(options: TransportOptions) {
    this.baseUrl = options.baseUrl;
    this.clock = options.clock;
    this.#options = options;
    this.#http = new ApiHttpClient(options.baseUrl, options.clock);
    this.#rateLimiter = options.rateLimit && new RateLimiter(options.rateLimit);
  }

  /**
   * Sends a call, with retries.
   *
   * @throws FrameioApiError for an error status; ApiConnectionError, ApiTimeoutError, ApiAbortedError or
   *   ApiResponseError without a valid response; ClientRateLimitError; what the token source throws. The error is the
   *   last attempt's. Its `isOutcomeUnknown` covers all attempts.
   */
  async send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const call = this.#begin(request);
    try {
      return await this.#sendWithRetries(call);
    } catch (error) {
      if (!call.uncertainError) throw error;
      // An error without `isOutcomeUnknown` (no token, no room in the rate limit) must not hide an uncertain attempt.
      throw error instanceof ApiCallError ? Object.assign(error, { isOutcomeUnknown: true }) : call.uncertainError;
    }
  }

  #begin(request: ApiRequest): CallInProgress {
    const { operation, method, path, isIdempotent = IDEMPOTENT_METHODS.has(method), options = {} } = request;
    const { abortSignal, timeoutInSeconds } = options;
    const inMs = timeoutInSeconds === undefined ? this.#options.timeoutMs : timeoutInSeconds * 1_000;
    const { timeoutMs = inMs } = options;
    const deadline = this.clock.now() + timeoutMs;
    return {
      request,
      unsent: { operation, method, path, isOutcomeUnknown: false },
      isIdempotent,
      timeoutMs,
      deadline,
      usefulUntil: Math.min(deadline, (abortSignal && getDeadline(abortSignal)) ?? Number.POSITIVE_INFINITY),
      // Each call listens to a signal of its own: Node.js warns about more than ten listeners on the caller's.
      signal: abortSignal && AbortSignal.any([abortSignal]),
      uncertainError: undefined,
    };
  }

  async #sendWithRetries<Body>(call: CallInProgress): Promise<ApiResponse<Body>> {
    const { maxRetries = this.#options.maxRetries } = call.request.options ?? {};
    for (let attempt = 0; ; attempt += 1) {
      try {
        return readResponse(await this.#attempt(call, attempt), call.unsent, this.clock.now());
      } catch (error) {
        if (error instanceof ApiCallError && error.isOutcomeUnknown) call.uncertainError = error;
        if (attempt >= maxRetries) throw error;
        const { isIdempotent } = call;
        const delayMs = retryDelayMs({ error, attempt, isIdempotent, random: Math.random() });
        // If the wait would end too late, fail now: the caller may have a better use for the time.
        if (delayMs === undefined || call.usefulUntil - this.clock.now() <= delayMs) throw error;
        await this.#wait(call, delayMs);
      }
    }
  }

  /** Sends the call once, and after a 401 a second time if the token source has a newer token. */
  async #attempt(call: CallInProgress, attempt: number): Promise<HttpResponse> {
    const source = this.#options.token;
    const token = await this.#getToken(call, () => source.get());
    const response = await this.#sendOnce(call, token, attempt);
    if (response.status !== 401) return response;
    const newerToken = await this.#getToken(call, () => source.refresh());
    return newerToken === token ? response : await this.#sendOnce(call, newerToken, attempt);
  }

  async #sendOnce(call: CallInProgress, token: string, attempt: number): Promise<HttpResponse> {
    const { onRequest, onResponse } = this.#options;
    await this.#waitForRateLimit(call);
    const { operation, method, path, query: namedQuery, body, options } = call.request;
    const query = queryString({ ...namedQuery, ...options?.queryParams });
    const request = this.#httpRequest(call, query, token);
    const about = { operation, method, path, attempt: attempt + 1 };
    callHook(onRequest, { ...about, query, headers: redactHeaders(request.headers), body });
    const startedAt = this.clock.now();
    const report = (result: Pick<IncomingResponse, 'status' | 'headers' | 'rateLimit' | 'error'>) =>
      callHook(onResponse, { ...about, durationMs: this.clock.now() - startedAt, ...result });
    try {
      const response = await this.#http.send(request);
      const headers = readHeaders(response);
      report({ status: response.status, headers, rateLimit: readRateLimit(headers), error: undefined });
      return response;
    } catch (error) {
      report({ status: undefined, headers: {}, rateLimit: undefined, error });
      throw error;
    }
  }

  #httpRequest(call: CallInProgress, query: string, token: string): ApiHttpRequest {
    const { method, path, body, options } = call.request;
    const json = body === undefined ? undefined : JSON.stringify(body);
    const prefix = this.#options.baseUrl.pathname.replace(/\/$/, '');
    return {
      call: call.unsent,
      method,
      path: `${prefix}${path}${query}`,
      headers: {
        accept: 'application/json',
        'user-agent': 'frameio-lambda',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...this.#options.headers,
        ...(options?.headers && lowerCaseNames(options.headers)),
        authorization: `Bearer ${token}`,
      },
      body: json,
      timeoutMs: this.#remainingMs(call),
      abortSignal: call.signal,
      isIdempotent: call.isIdempotent,
    };
  }

  async #waitForRateLimit(call: CallInProgress): Promise<void> {
    if (!this.#rateLimiter) return;
    const { operation } = call.unsent;
    const now = this.clock.now();
    const reserved = this.#rateLimiter.reserve(operation, now, call.usefulUntil);
    try {
      if (reserved > now) await this.#wait(call, reserved - now);
    } catch (error) {
      this.#rateLimiter.release(operation, reserved);
      throw error;
    }
  }

  async #wait(call: CallInProgress, ms: number): Promise<void> {
    await this.clock.wait(ms, call.signal).catch((error: unknown) => {
      throw call.signal?.aborted ? abortedBeforeSending(call) : error;
    });
  }

  async #getToken(call: CallInProgress, get: () => string | Promise<string>): Promise<string> {
    const { signal, unsent, timeoutMs } = call;
    if (signal?.aborted) throw abortedBeforeSending(call);
    return await withTimeLimit(Promise.resolve(get()), {
      timeoutMs: this.#remainingMs(call),
      abortSignal: signal,
      timeoutError: () => new ApiTimeoutError(unsent, timeoutMs),
      abortError: () => abortedBeforeSending(call),
    });
  }

  #remainingMs({ deadline }: CallInProgress): number {
    return Math.max(0, deadline - this.clock.now());
  }
}

function abortedBeforeSending({ unsent, signal }: CallInProgress): ApiAbortedError {
  return new ApiAbortedError(unsent, { cause: signal?.reason });
}
