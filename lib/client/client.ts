import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { type ApiPromise, apiPromise } from './api-promise.ts';
import type { ApiSender, HttpMethod, RequestOptions } from './api-request.ts';
import { parseBaseUrl } from './base-url.ts';
import { ExperimentalResources } from './experimental.ts';
import type { ClientHooks } from './hooks.ts';
import type { PaceOption } from './pace.ts';
import type { Query } from './query.ts';
import { SenderDuring } from './sender-during.ts';
import { StableResources } from './stable-resources.ts';
import { type TokenOption, tokenSourceFrom } from './token.ts';
import { lowerCased, Transport } from './transport.ts';

/** Settings of a `FrameioClient` but for its token. */
export interface FrameioClientSettings extends ClientHooks {
  /**
   * Where the API is, without `/v4`; plain `http` is allowed.
   * @default https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /**
   * How long a call may take in all, its token, retries and the waits between them included, in ms.
   * @default 60000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * How often a call is sent again when that is safe and may help: after 408, 429, 5xx, and when it did not get out.
   * @default 2
   */
  readonly maxRetries?: number | undefined;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Says that the token is a legacy developer token, which Frame.io's V4 API takes only when told so. Transitional:
   * Frame.io's guides say that it will not be taken for good.
   * @default false
   */
  readonly legacyToken?: boolean | undefined;
  /**
   * A rate to stay under, so that Frame.io need not refuse: one for all calls together, or one for each operation.
   * @default none
   */
  readonly pace?: PaceOption | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

/** Settings of a `FrameioClient`. */
export interface FrameioClientOptions extends FrameioClientSettings {
  /**
   * Sent as bearer token: the token, a function that is called for each request, a source that can renew it, or
   * server-to-server credentials, which are exchanged at Adobe IMS.
   */
  readonly token: TokenOption;
}

/** Query and body of a call that has no method of its own. */
export interface RawRequest {
  readonly query?: Query;
  /** Sent as `{"data": ...}`, as Frame.io wraps nearly every body. */
  readonly data?: unknown;
  /** Sent as it is, in place of `data`. */
  readonly body?: unknown;
}

/**
 * The Frame.io V4 API, one property per resource. Names and argument order are the official SDK's: the ids of the path,
 * then one object with the query and `data`, then the options of the call.
 */
export class FrameioClient extends StableResources {
  readonly #options: FrameioClientOptions;
  readonly #sender: ApiSender;
  #experimental: ExperimentalResources | undefined;

  /**
   * @param sender - What sends the calls; by default one made of the options.
   * @throws ConfigError for a `baseUrl` or a `pace` that is none.
   */
  constructor(options: FrameioClientOptions, sender: ApiSender = transportOf(options)) {
    super(sender);
    this.#options = options;
    this.#sender = sender;
  }

  /**
   * The same client for as long as `signal` lets it: calls that are under way then are aborted, and no other is sent. A
   * handler's client is such a one.
   */
  during(signal: AbortSignal): FrameioClient {
    return new FrameioClient(this.#options, new SenderDuring(this.#sender, signal));
  }

  /** The same client for Frame.io's experimental API: every resource, with what is not stable yet. */
  get experimental(): ExperimentalResources {
    this.#experimental ??= new ExperimentalResources(this.#sender);
    return this.#experimental;
  }

  /**
   * Calls an operation that has no method here, with all that a call of this client has: token, retries, errors.
   *
   * @param path - From `/v4/` on, without a query. Make it with the `path` tag, which encodes the ids.
   * @throws ConfigError for a path that would lead elsewhere.
   */
  request<Body = unknown>(
    method: HttpMethod,
    path: string,
    { query, data, body = data === undefined ? undefined : { data } }: RawRequest = {},
    options?: RequestOptions,
  ): ApiPromise<Body> {
    if (!/^\/v4\/[^?#\s]+$/.test(path) || /\/\.{0,2}(\/|$)/.test(path)) {
      throw new ConfigError(`${JSON.stringify(path)} is no path of an operation, such as path\`/v4/accounts/\${id}\`.`);
    }
    return apiPromise(this.#sender.send({ operation: 'request', method, path, query, body, options }));
  }
}

function transportOf(options: FrameioClientOptions): Transport {
  const { token, baseUrl = 'https://api.frame.io', timeoutMs = 60_000, maxRetries = 2, legacyToken = false } = options;
  const { pace, clock = systemClock, onRequest, onResponse } = options;
  return new Transport({
    baseUrl: parseBaseUrl(baseUrl, 'baseUrl'),
    token: tokenSourceFrom(token, clock),
    timeoutMs,
    maxRetries,
    headers: {
      ...(options.headers && lowerCased(options.headers)),
      ...(legacyToken && { 'x-frameio-legacy-token-auth': 'true' }),
    },
    pace,
    clock,
    onRequest,
    onResponse,
  });
}
