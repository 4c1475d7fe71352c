import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { ApiConnections } from './api-connections.ts';
import { TokenExchangeError, type TokenExchangeFailure } from './api-errors.ts';
import { parseBaseUrl } from './base-url.ts';
import { readHeaders, readRetryAfter } from './read-answer.ts';
import type { TokenSource } from './token-source.ts';

/** Server-to-server credentials of an Adobe Developer Console project, and how they are exchanged. */
export interface ServerToServerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Joined by commas.
   * @default openid,AdobeID,frame.s2s.all
   */
  readonly scope?: string | undefined;
  /**
   * Where Adobe IMS is; plain `http` is allowed.
   * @default https://ims-na1.adobelogin.com
   */
  readonly imsUrl?: string | undefined;
  /**
   * How long to wait for an answer of Adobe IMS, in ms.
   * @default 10000
   */
  readonly timeoutMs?: number | undefined;
  /** @default the client's, or the machine's */
  readonly clock?: Clock | undefined;
}

/** A token is renewed so long before it expires, or a tenth of its life before if that is shorter. */
const RENEWAL_MARGIN_MS = 300_000;

/** A token younger than this is not renewed after a 401: it is the account that lacks something, not the token. */
const YOUNG_MS = 30_000;

const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

const CALL = { operation: 'ims.token', method: 'POST', path: '/ims/token/v3' } as const;

interface AccessToken {
  readonly text: string;
  readonly obtainedAt: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * Exchanges server-to-server credentials for access tokens at Adobe IMS (Adobe, "OAuth Server-to-Server credential").
 * A token is kept until shortly before it expires, one exchange is in flight at a time, and while Adobe IMS fails it is
 * left alone for longer and longer, from 1 s to a minute; meanwhile a token that is still valid is served on.
 */
export class ServerToServerAuth implements TokenSource {
  readonly #options: ServerToServerOptions;
  readonly #clock: Clock;
  readonly #ims: ApiConnections;
  #token: AccessToken | undefined;
  #exchange: Promise<string> | undefined;
  #failures = 0;
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #lastFailure: { readonly message: string } & TokenExchangeFailure = { message: '', retryAfterMs: 0 };

  /** @throws ConfigError without `clientId` or `clientSecret`, and for an `imsUrl` that is none. */
  constructor(options: ServerToServerOptions) {
    if (!options.clientId || !options.clientSecret) {
      throw new ConfigError('Server-to-server credentials need clientId and clientSecret: copy both from the project.');
    }
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#ims = new ApiConnections(
      parseBaseUrl(options.imsUrl ?? 'https://ims-na1.adobelogin.com', 'imsUrl'),
      this.#clock,
    );
  }

  /**
   * The token, under the name the official SDK has for it.
   *
   * @throws TokenExchangeError when none can be had.
   */
  getToken(): Promise<string> {
    return this.get();
  }

  /** @throws TokenExchangeError when none can be had. */
  async get(): Promise<string> {
    if (this.#token && this.#clock.now() < this.#token.renewAt) return this.#token.text;
    return await this.#renew();
  }

  /**
   * After a 401: a new token, unless this one has only just been made.
   *
   * @throws TokenExchangeError when none can be had.
   */
  async refresh(): Promise<string> {
    if (this.#token && this.#clock.now() < this.#token.obtainedAt + YOUNG_MS) return this.#token.text;
    return await this.#renew();
  }

  async #renew(): Promise<string> {
    try {
      this.#exchange ??= this.#exchangeOnce().finally(() => {
        this.#exchange = undefined;
      });
      return await this.#exchange;
    } catch (error) {
      if (this.#token && this.#clock.now() < this.#token.expiresAt) return this.#token.text;
      throw error;
    }
  }

  async #exchangeOnce(): Promise<string> {
    const now = this.#clock.now();
    if (now < this.#blockedUntil) throw this.#blocked(now);
    const token = await this.#ask();
    this.#failures = 0;
    this.#token = token;
    return token.text;
  }

  async #ask(): Promise<AccessToken> {
    const { clientId, clientSecret, scope = 'openid,AdobeID,frame.s2s.all', timeoutMs = 10_000 } = this.#options;
    const body = `grant_type=client_credentials&client_id=${encodeURIComponent(clientId)}&client_secret=${encodeURIComponent(clientSecret)}&scope=${encodeURIComponent(scope)}`;
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' };
    try {
      const { method, path } = CALL;
      // Asking twice gives two tokens, which harms nobody.
      const exchange = { call: CALL, method, path, headers, body, timeoutMs, isIdempotent: true };
      const answer = await this.#ims.exchange(exchange);
      const now = this.#clock.now();
      const read = readToken(answer.text, now);
      if (answer.status === 200 && read.token) return read.token;
      const retryAfterMs = readRetryAfter(readHeaders(answer), now);
      throw this.#failed(describe(answer.status, read.reason), {
        status: answer.status,
        reason: read.reason,
        retryAfterMs: retryAfterMs ?? 0,
      });
    } catch (error) {
      if (error instanceof TokenExchangeError) throw error;
      throw this.#failed('Adobe IMS did not answer the token exchange.', { retryAfterMs: 0 }, error);
    }
  }

  #failed(message: string, failure: TokenExchangeFailure, cause?: unknown): TokenExchangeError {
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#failures);
    const retryAfterMs = Math.max(failure.retryAfterMs, backoffMs);
    this.#failures += 1;
    this.#blockedUntil = this.#clock.now() + retryAfterMs;
    this.#lastFailure = { ...failure, message, retryAfterMs };
    return new TokenExchangeError(message, { ...failure, retryAfterMs }, { cause });
  }

  #blocked(now: number): TokenExchangeError {
    const retryAfterMs = this.#blockedUntil - now;
    const message = `${this.#lastFailure.message} It is not asked again for ${retryAfterMs} ms.`;
    return new TokenExchangeError(message, { ...this.#lastFailure, retryAfterMs });
  }
}

/** What Adobe IMS said; nothing of it that could be a secret. */
function readToken(text: string, now: number): { readonly token?: AccessToken; readonly reason?: string | undefined } {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null) return {};
    if ('access_token' in body && typeof body.access_token === 'string' && body.access_token !== '') {
      const seconds = 'expires_in' in body ? Number(body.expires_in) : Number.NaN;
      const lifeMs = seconds > 0 ? seconds * 1_000 : 3_600_000; // an hour where Adobe does not say
      const expiresAt = now + lifeMs;
      const renewAt = expiresAt - Math.min(RENEWAL_MARGIN_MS, lifeMs / 10);
      return { token: { text: body.access_token, obtainedAt: now, renewAt, expiresAt } };
    }
    const error = 'error' in body ? String(body.error) : '';
    return { reason: /^[a-z_]{1,60}$/.test(error) ? error : undefined };
  } catch {
    return {};
  }
}

function describe(status: number, reason: string | undefined): string {
  const mend =
    status === 400 || status === 401
      ? ' Check the client id, the client secret, and that the project has the Frame.io product.'
      : '';
  return `Adobe IMS answered the token exchange with ${status}${reason ? ` (${reason})` : ''}.${mend}`;
}
