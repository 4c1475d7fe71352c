import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { type TokenOption, tokenSourceFrom } from './auth/token-option.ts';
import { ExperimentalResources } from './resources/experimental-resources.ts';
import { StableResources } from './resources/stable-resources.ts';
import { AbortableSender } from './transport/abortable-sender.ts';
import { type ApiPromise, apiPromise } from './transport/api-promise.ts';
import type { ApiSender, HttpMethod, RequestOptions } from './transport/api-request.ts';
import { parseBaseUrl } from './transport/base-url.ts';
import type { ClientHooks } from './transport/hooks.ts';
import type { Query } from './transport/query.ts';
import type { RateLimitOption } from './transport/rate-limiter.ts';
import { lowerCaseNames } from './transport/request-headers.ts';
import { Transport } from './transport/transport.ts';

/** Options of a `FrameioClient` besides its token. */
export interface FrameioClientSettings extends ClientHooks {
  /**
   * Base URL of the API without `/v4`, with `http` or `https`.
   * @default https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /** The same as `baseUrl`, under the name of the official SDK. `baseUrl` wins. */
  readonly environment?: string | undefined;
  /**
   * Timeout of a whole call in milliseconds, including the token, all retries and the waits between them.
   * @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /** The same as `timeoutMs` in seconds, under the name of the official SDK. `timeoutMs` wins. */
  readonly timeoutInSeconds?: number | undefined;
  /**
   * Maximum number of retries of a call, each only if it is safe and may help: after 408, 429, 5xx, and if the request
   * was not sent.
   * @default 2
   */
  readonly maxRetries?: number | undefined;
  /**
   * Headers to send with every request.
   * @default none
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether the token is a legacy developer token. The client then sends the extra header that Frame.io requires. Frame.io
   * accepts such a token for accounts that are not yet administered in the Adobe Admin Console (Frame.io guide, Migration).
   * @default false
   */
  readonly legacyToken?: boolean | undefined;
  /**
   * Rate limit of the client itself, to stay below Frame.io's: one for all calls together, or one for each operation.
   * @default none
   */
  readonly rateLimit?: RateLimitOption | undefined;
  /**
   * Clock, for tests.
   * @default the system clock
   */
  readonly clock?: Clock | undefined;
}

/** Options of a `FrameioClient`. */
export interface FrameioClientOptions extends FrameioClientSettings {
  /**
   * Bearer token: the token itself, a function that the client calls for every request, a source that can renew the
   * token, or server-to-server credentials, which the client exchanges at Adobe IMS.
   */
  readonly token: TokenOption;
}

/** Query and body of a call to an operation without a method. */
export interface RawRequest {
  readonly query?: Query;
  /** Body to send as `{"data": ...}`, the form of nearly every Frame.io body. */
  readonly data?: unknown;
  /** Body to send unchanged, in place of `data`. */
  readonly body?: unknown;
}

/**
 * Client of the Frame.io V4 API, with one property for each resource. Names and argument order are the official SDK's:
 * first the ids in the path, then one object with the query and `data`, then the options of the call.
 */
export class FrameioClient extends StableResources {
  /** The same client for Frame.io's experimental API: every resource, with the operations that are not stable yet. */
  readonly experimental: ExperimentalResources;
  readonly #options: FrameioClientOptions;
  readonly #sender: ApiSender;

  /**
   * @param sender - Sends the calls. By default, the client makes one from the options.
   * @throws ConfigError if `baseUrl` or `rateLimit` is invalid.
   */
  constructor(options: FrameioClientOptions, sender: ApiSender = transportOf(options)) {
    super(sender);
    this.experimental = new ExperimentalResources(sender);
    this.#options = options;
    this.#sender = sender;
  }

  /** The signal that `withSignal` received. `undefined` if the client has none. */
  get signal(): AbortSignal | undefined {
    return this.#sender.signal;
  }

  /** Base URL of the API without `/v4`. */
  get baseUrl(): URL | undefined {
    return this.#sender.baseUrl;
  }

  /** Clock of the client's waits. */
  get clock(): Clock {
    return this.#sender.clock;
  }

  /**
   * Returns a client that works until `signal` aborts. Then it aborts the calls in progress and sends no others. Both
   * clients share connections, token and rate limit. A handler receives such a client.
   */
  withSignal(signal: AbortSignal): FrameioClient {
    return new FrameioClient(this.#options, new AbortableSender(this.#sender, signal));
  }

  /**
   * Calls an operation that has no method here, with the client's token, retries and errors.
   *
   * @param path - Path from `/v4/` on, without a query. Build it with the `path` tag, which encodes the ids.
   * @throws ConfigError for a path that is not one of an operation.
   */
  request<Body = unknown>(
    method: HttpMethod,
    path: string,
    { query, data, body = data === undefined ? undefined : { data } }: RawRequest = {},
    options?: RequestOptions,
  ): ApiPromise<Body> {
    if (!/^\/v4\/[^?#\s]+$/.test(path) || /\/\.{0,2}(\/|$)/.test(path)) {
      throw new ConfigError(
        `${JSON.stringify(path)} is not the path of an operation: pass one such as path\`/v4/accounts/\${id}\`.`,
      );
    }
    return apiPromise(this.#sender.send({ operation: 'request', method, path, query, body, options }));
  }
}

function transportOf(options: FrameioClientOptions): Transport {
  const { token, environment = 'https://api.frame.io', timeoutInSeconds = 60 } = options;
  const { baseUrl = environment, timeoutMs = timeoutInSeconds * 1_000, maxRetries = 2, legacyToken = false } = options;
  const { rateLimit, clock = systemClock, onRequest, onResponse } = options;
  return new Transport({
    baseUrl: parseBaseUrl(baseUrl, 'baseUrl'),
    token: tokenSourceFrom(token, clock),
    timeoutMs,
    maxRetries,
    headers: {
      ...(options.headers && lowerCaseNames(options.headers)),
      ...(legacyToken && { 'x-frameio-legacy-token-auth': 'true' }),
    },
    rateLimit,
    clock,
    onRequest,
    onResponse,
  });
}
