import { type Clock, limitTimerMs } from '../core/clock.ts';
import { getDeadline } from '../core/deadline.ts';
import type { HttpResponse } from '../http/http-client.ts';
import { ApiConnections, type ApiExchange } from './api-connections.ts';
import { ApiAbortedError, ApiCallError, ApiTimeoutError, type UnansweredCall } from './api-errors.ts';
import type { ApiHeaders, ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';
import { type ClientHooks, tell } from './hooks.ts';
import { type PaceOption, Pacer } from './pace.ts';
import { queryString } from './query.ts';
import { readAnswer, readHeaders, readRateLimit } from './read-answer.ts';
import { retryDelayMs } from './retry.ts';
import type { TokenSource } from './token-source.ts';

/** Settings of a transport. */
export interface TransportOptions extends ClientHooks {
  readonly baseUrl: URL;
  readonly token: TokenSource;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  /** Sent with every request. */
  readonly headers: ApiHeaders;
  readonly pace: PaceOption | undefined;
  readonly clock: Clock;
}

/** A call under way. */
interface CallInProgress {
  readonly request: ApiRequest;
  /** What errors say of it as long as it has not been sent. */
  readonly about: UnansweredCall;
  readonly isIdempotent: boolean;
  readonly timeoutMs: number;
  /** When it has to have ended, in ms since 1970. */
  readonly deadline: number;
  /** When nobody waits for it any more: then, or when its signal will abort, if that is known. */
  readonly usefulUntil: number;
  readonly signal: AbortSignal | undefined;
  /** The error of the latest attempt that may have had its effect all the same. */
  doubt: ApiCallError | undefined;
}

/** Methods that may be sent twice with the effect of once (RFC 9110 9.2.2). */
const IDEMPOTENT_METHODS: ReadonlySet<string> = new Set(['GET', 'PUT', 'DELETE']);

/**
 * Sends requests to Frame.io with the bearer token, again where that is safe and helps, never longer than the caller
 * has time; and turns the answers into values and errors.
 */
export class Transport implements ApiSender {
  readonly clock: Clock;
  readonly #options: TransportOptions;
  readonly #connections: ApiConnections;
  readonly #pacer: Pacer | undefined;

  constructor(options: TransportOptions) {
    this.clock = options.clock;
    this.#options = options;
    this.#connections = new ApiConnections(options.baseUrl, options.clock);
    this.#pacer = options.pace && new Pacer(options.pace);
  }

  /**
   * @throws FrameioApiError for an error status; ApiConnectionError, ApiTimeoutError, ApiAbortedError, ApiResponseError
   *   without a proper answer; PaceError; whatever the source of the token throws. It is the error of the last attempt;
   *   its `maybeSent` is about them all.
   */
  async send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const call = this.#begin(request);
    try {
      return await this.#sendUntilDone(call);
    } catch (error) {
      if (!call.doubt) throw error;
      // One that cannot say it, as there was no turn or no token for the retry, must not hide that it may be done.
      throw error instanceof ApiCallError ? Object.assign(error, { maybeSent: true }) : call.doubt;
    }
  }

  async #sendUntilDone<Body>(call: CallInProgress): Promise<ApiResponse<Body>> {
    const { maxRetries = this.#options.maxRetries } = call.request.options ?? {};
    for (let attempt = 0; ; attempt += 1) {
      try {
        return readAnswer(await this.#attempt(call, attempt), call.about, this.clock.now());
      } catch (error) {
        if (error instanceof ApiCallError && error.maybeSent) call.doubt = error;
        if (attempt >= maxRetries) throw error;
        const { isIdempotent } = call;
        const delayMs = retryDelayMs({ error, attempt, isIdempotent, random: Math.random() });
        // A wait that would end too late helps nobody: the caller knows better what to do with the time.
        if (delayMs === undefined || call.usefulUntil - this.clock.now() <= delayMs) throw error;
        await this.#wait(call, delayMs);
      }
    }
  }

  #begin(request: ApiRequest): CallInProgress {
    const { operation, method, path, isIdempotent = IDEMPOTENT_METHODS.has(method), options = {} } = request;
    const { abortSignal, timeoutMs = this.#options.timeoutMs } = options;
    const signalDeadline = abortSignal && getDeadline(abortSignal);
    // With eleven listeners on a caller's signal Node would warn of a leak, so the call has one of its own; a handler's,
    // which has a deadline, takes any number, and spares a cold start the making of another.
    const signal = abortSignal && signalDeadline === undefined ? AbortSignal.any([abortSignal]) : abortSignal;
    const deadline = this.clock.now() + timeoutMs;
    const usefulUntil = Math.min(deadline, signalDeadline ?? Number.POSITIVE_INFINITY);
    const about = { operation, method, path, maybeSent: false };
    return { request, about, isIdempotent, timeoutMs, deadline, usefulUntil, signal, doubt: undefined };
  }

  /** One answer, asked for again with a newer token if it is a 401. */
  async #attempt(call: CallInProgress, attempt: number): Promise<HttpResponse> {
    const source = this.#options.token;
    const token = await this.#inTime(call, () => source.get());
    const answer = await this.#exchange(call, token, attempt);
    if (answer.status !== 401) return answer;
    const newer = await this.#inTime(call, () => source.refresh());
    return newer === token ? answer : await this.#exchange(call, newer, attempt);
  }

  async #exchange(call: CallInProgress, token: string, attempt: number): Promise<HttpResponse> {
    const { onRequest, onResponse } = this.#options;
    await this.#awaitTurn(call);
    const { operation, method, path, query: named, body, options } = call.request;
    const query = queryString({ ...named, ...options?.queryParams });
    const exchange = this.#exchangeOf(call, query, token);
    const about = { operation, method, path, attempt: attempt + 1 };
    if (onRequest) tell(onRequest, { ...about, query, headers: redacted(exchange.headers), body });
    const startedAt = this.clock.now();
    try {
      const answer = await this.#connections.exchange(exchange);
      if (onResponse) {
        const headers = readHeaders(answer);
        const rateLimit = readRateLimit(headers);
        const durationMs = this.clock.now() - startedAt;
        tell(onResponse, { ...about, durationMs, status: answer.status, headers, rateLimit, error: undefined });
      }
      return answer;
    } catch (error) {
      const durationMs = this.clock.now() - startedAt;
      tell(onResponse, { ...about, durationMs, status: undefined, headers: {}, rateLimit: undefined, error });
      throw error;
    }
  }

  #exchangeOf(call: CallInProgress, query: string, token: string): ApiExchange {
    const { method, path, body, options } = call.request;
    const json = body === undefined ? undefined : JSON.stringify(body);
    const prefix = this.#options.baseUrl.pathname.replace(/\/$/, '');
    return {
      call: call.about,
      method,
      path: `${prefix}${path}${query}`,
      headers: {
        accept: 'application/json',
        'user-agent': 'frameio-lambda',
        ...(json !== undefined && { 'content-type': 'application/json' }),
        ...this.#options.headers,
        ...(options?.headers && lowerCased(options.headers)),
        authorization: `Bearer ${token}`,
      },
      body: json,
      timeoutMs: this.#remainingMs(call),
      abortSignal: call.signal,
      isIdempotent: call.isIdempotent,
    };
  }

  async #awaitTurn(call: CallInProgress): Promise<void> {
    if (!this.#pacer) return;
    const { operation } = call.about;
    const now = this.clock.now();
    const turn = this.#pacer.takeTurn(operation, now, call.usefulUntil);
    try {
      if (turn > now) await this.#wait(call, turn - now);
    } catch (error) {
      this.#pacer.giveBack(operation, turn);
      throw error;
    }
  }

  async #wait(call: CallInProgress, ms: number): Promise<void> {
    await this.clock.wait(ms, call.signal).catch((cause: unknown) => {
      throw call.signal?.aborted ? abortedBefore(call, call.signal) : cause;
    });
  }

  /** What a token's source gives, if it comes before the caller's time is up. */
  async #inTime(call: CallInProgress, start: () => string | Promise<string>): Promise<string> {
    const { signal, about, timeoutMs } = call;
    if (signal?.aborted) throw abortedBefore(call, signal);
    const token = start();
    if (typeof token === 'string') return token;
    return await new Promise((resolve, reject) => {
      const abort = () => reject(abortedBefore(call, signal));
      const timeUp = () => reject(new ApiTimeoutError(about, timeoutMs));
      const timer = setTimeout(timeUp, limitTimerMs(this.#remainingMs(call)));
      signal?.addEventListener('abort', abort, { once: true });
      token.then(resolve, reject).finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      });
    });
  }

  #remainingMs({ deadline }: CallInProgress): number {
    return Math.max(0, deadline - this.clock.now());
  }
}

function abortedBefore({ about }: CallInProgress, signal: AbortSignal | undefined): ApiAbortedError {
  return new ApiAbortedError(about, { cause: signal?.reason });
}

/** Names of headers are one without regard to case, so that those of a call replace those of the client. */
export function lowerCased(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

function redacted(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.has(name) ? '[redacted]' : value]),
  );
}
