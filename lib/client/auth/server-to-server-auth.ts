import { type Clock, systemClock } from '../../core/clock.ts';
import { ConfigError } from '../../core/errors.ts';
import { limitWait, MAX_IMS_WAIT_MS } from '../../core/requested-wait.ts';
import { parseRecord } from '../../core/type-guards.ts';
import { rememberSecret, rememberToken } from '../../observability/known-secrets.ts';
import { TokenExchangeError, type TokenExchangeFailure } from '../errors/token-exchange-error.ts';
import { ApiHttpClient } from '../transport/api-http-client.ts';
import { parseBaseUrl } from '../transport/base-url.ts';
import { readHeaders, readRetryAfter } from '../transport/response-headers.ts';
import { revokeToken } from './revoke-token.ts';
import type { TokenSource } from './token-source.ts';

/** A new token. */
export interface RefreshedToken {
  readonly accessToken: string;
  /** When the token expires, in seconds since 1970. */
  readonly expiresAt: number;
}

/** Server-to-server credentials of an Adobe Developer Console project, and how to exchange them. */
export interface ServerToServerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /**
   * Scopes of the token, separated by commas.
   * @default openid,AdobeID,frame.s2s.all
   */
  readonly scope?: string | undefined;
  /** The same as `scope`, separated by spaces, under the name of the official SDK. `scope` wins. */
  readonly scopes?: string | undefined;
  /** Receives each new token, under the name of the official SDK. An error that it throws is ignored. */
  readonly onTokenRefreshed?: ((tokens: RefreshedToken) => void) | undefined;
  /**
   * Base URL of Adobe IMS, with `http` or `https`.
   * @default https://ims-na1.adobelogin.com
   */
  readonly imsUrl?: string | undefined;
  /**
   * Timeout of one token request in milliseconds.
   * @default 10000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Clock, for tests.
   * @default the client's, or the system clock
   */
  readonly clock?: Clock | undefined;
}

/** Time from the renewal of a token to its expiry. A tenth of the token's lifetime, if that is shorter. */
const RENEWAL_MARGIN_MS = 300_000;

/** Minimum age of a token to renew after a 401. If a younger one is refused, the account lacks access. */
const MIN_RENEWAL_AGE_MS = 30_000;

/** Lifetime of a token if Adobe IMS does not state one. */
const DEFAULT_LIFETIME_MS = 3_600_000;

const TIMEOUT_MS = 10_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;

const TOKEN_CALL = { operation: 'ims.token', method: 'POST', path: '/ims/token/v3' } as const;

interface AccessToken {
  readonly text: string;
  readonly obtainedAt: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/**
 * Exchanges server-to-server credentials for access tokens at Adobe IMS (Adobe, "OAuth Server-to-Server credential").
 *
 * It keeps a token until shortly before it expires and has at most one exchange in flight. After a failed exchange it
 * waits before the next, from 1 s up to a minute, or as long as Adobe IMS requests, up to five minutes. Meanwhile it still returns a token that has not expired.
 */
export class ServerToServerAuth implements TokenSource {
  readonly #options: ServerToServerOptions;
  readonly #clock: Clock;
  readonly #ims: ApiHttpClient;
  #token: AccessToken | undefined;
  #exchangeInFlight: Promise<string> | undefined;
  #failures = 0;
  #blockedUntil = Number.NEGATIVE_INFINITY;
  #lastFailure: { readonly message: string } & TokenExchangeFailure = { message: '', retryAfterMs: 0 };

  /** @throws ConfigError if `clientId` or `clientSecret` is missing, or if `imsUrl` is not a URL. */
  constructor(options: ServerToServerOptions) {
    if (!options.clientId || !options.clientSecret) {
      throw new ConfigError(
        'Server-to-server credentials need clientId and clientSecret. Copy both from the Adobe Developer Console.',
      );
    }
    rememberSecret(options.clientSecret);
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#ims = new ApiHttpClient(
      parseBaseUrl(options.imsUrl ?? 'https://ims-na1.adobelogin.com', 'imsUrl'),
      this.#clock,
    );
  }

  /**
   * Returns the token. The official SDK has this method under this name.
   *
   * @throws TokenExchangeError if Adobe IMS returns no token.
   */
  getToken(): Promise<string> {
    return this.get();
  }

  /**
   * Exchanges the credentials, unless the last token is younger than 30 s. The official SDK has this method under this name.
   *
   * @throws TokenExchangeError if Adobe IMS returns no token.
   */
  async authenticate(): Promise<void> {
    await this.refresh();
  }

  /**
   * Returns the token, a new one if the last one expires soon.
   *
   * @throws TokenExchangeError if Adobe IMS returns no token.
   */
  async get(): Promise<string> {
    if (this.#token && this.#clock.now() < this.#token.renewAt) return this.#token.text;
    return await this.#renew();
  }

  /**
   * Returns a new token after a 401, or the last one if it is younger than 30 s.
   *
   * @throws TokenExchangeError if Adobe IMS returns no token.
   */
  async refresh(): Promise<string> {
    if (this.#token && this.#clock.now() < this.#token.obtainedAt + MIN_RENEWAL_AGE_MS) return this.#token.text;
    return await this.#renew();
  }

  /**
   * Revokes the token. The next call gets a new one. Without a token, it does nothing. The official SDK has this method
   * under this name.
   *
   * @throws TokenRevocationError if Adobe IMS does not confirm it. The token is kept, so that you can call it again.
   */
  async revoke(): Promise<void> {
    await this.#exchangeInFlight?.catch(() => undefined); // its token is the one to revoke
    const token = this.#token;
    if (!token) return;
    const { clientId, clientSecret, timeoutMs = TIMEOUT_MS } = this.#options;
    await revokeToken(this.#ims, { clientId, clientSecret, token: token.text, timeoutMs });
    if (this.#token === token) this.#token = undefined;
  }

  /** Returns the token for `importTokens` in another process. It is a secret. `undefined` before the first token. */
  exportTokens(): RefreshedToken | undefined {
    return this.#token && toTokens(this.#token);
  }

  /**
   * Uses a token from `exportTokens` or `onTokenRefreshed` until shortly before it expires.
   *
   * @throws ConfigError if it is not such a token.
   */
  importTokens({ accessToken, expiresAt: seconds }: RefreshedToken): void {
    if (typeof accessToken !== 'string' || accessToken === '' || !Number.isFinite(seconds)) {
      throw new ConfigError('importTokens takes { accessToken, expiresAt }, as exportTokens returns it.');
    }
    rememberToken(accessToken);
    const expiresAt = seconds * 1_000;
    // When it was obtained is not known. It counts as old, so that it is renewed after a 401.
    const obtainedAt = Number.NEGATIVE_INFINITY;
    this.#token = { text: accessToken, obtainedAt, renewAt: expiresAt - RENEWAL_MARGIN_MS, expiresAt };
  }

  async #renew(): Promise<string> {
    try {
      this.#exchangeInFlight ??= this.#exchange().finally(() => {
        this.#exchangeInFlight = undefined;
      });
      return await this.#exchangeInFlight;
    } catch (error) {
      if (this.#token && this.#clock.now() < this.#token.expiresAt) return this.#token.text;
      throw error;
    }
  }

  async #exchange(): Promise<string> {
    const now = this.#clock.now();
    if (now < this.#blockedUntil) throw this.#blockedError(now);
    const token = await this.#requestToken();
    rememberToken(token.text);
    this.#failures = 0;
    this.#token = token;
    this.#reportToken(token);
    return token.text;
  }

  #reportToken(token: AccessToken): void {
    try {
      this.#options.onTokenRefreshed?.(toTokens(token));
    } catch {
      // The token is valid whatever the observer does.
    }
  }

  async #requestToken(): Promise<AccessToken> {
    const { clientId, clientSecret, scopes = 'openid AdobeID frame.s2s.all', timeoutMs = TIMEOUT_MS } = this.#options;
    const { scope = scopes.trim().replace(/[\s,]+/g, ',') } = this.#options;
    const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope };
    try {
      const response = await this.#ims.send({
        call: TOKEN_CALL,
        method: TOKEN_CALL.method,
        path: TOKEN_CALL.path,
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        timeoutMs,
        isIdempotent: true, // a second request gives a second token, which does no harm
      });
      const now = this.#clock.now();
      const { status, text } = response;
      const { token, reason } = readToken(text, now);
      if (status === 200 && token) return token;
      const retryAfterMs = limitWait(readRetryAfter(readHeaders(response), now) ?? 0, MAX_IMS_WAIT_MS);
      throw this.#recordFailure(describe(status, reason), { status, reason, retryAfterMs });
    } catch (error) {
      if (error instanceof TokenExchangeError) throw error;
      throw this.#recordFailure('Adobe IMS did not answer the token request.', { retryAfterMs: 0 }, error);
    }
  }

  #recordFailure(message: string, failure: TokenExchangeFailure, cause?: unknown): TokenExchangeError {
    const backoffMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#failures);
    const retryAfterMs = Math.max(failure.retryAfterMs, backoffMs);
    this.#failures += 1;
    this.#blockedUntil = this.#clock.now() + retryAfterMs;
    this.#lastFailure = { ...failure, message, retryAfterMs };
    return new TokenExchangeError(message, { ...failure, retryAfterMs }, { cause });
  }

  #blockedError(now: number): TokenExchangeError {
    const retryAfterMs = this.#blockedUntil - now;
    const message = `${this.#lastFailure.message} The next request is sent in ${retryAfterMs} ms or later.`;
    return new TokenExchangeError(message, { ...this.#lastFailure, retryAfterMs });
  }
}

function toTokens({ text, expiresAt }: AccessToken): RefreshedToken {
  return { accessToken: text, expiresAt: Math.floor(expiresAt / 1_000) };
}

/** Reads the token, or an error code. Other text of the response may contain a secret and is ignored. */
function readToken(text: string, now: number): { readonly token?: AccessToken; readonly reason?: string | undefined } {
  const { access_token, expires_in, error } = parseRecord(text) ?? {};
  if (typeof access_token === 'string' && access_token !== '') {
    const seconds = Number(expires_in);
    const lifetimeMs = seconds > 0 ? seconds * 1_000 : DEFAULT_LIFETIME_MS;
    const expiresAt = now + lifetimeMs;
    const renewAt = expiresAt - Math.min(RENEWAL_MARGIN_MS, lifetimeMs / 10);
    return { token: { text: access_token, obtainedAt: now, renewAt, expiresAt } };
  }
  return { reason: typeof error === 'string' && /^[a-z_]{1,60}$/.test(error) ? error : undefined };
}

function describe(status: number, reason: string | undefined): string {
  const hint =
    status === 400 || status === 401
      ? ' Check the client id, the client secret, and that the project has the Frame.io product.'
      : '';
  return `Adobe IMS answered the token request with ${status}${reason ? ` (${reason})` : ''}.${hint}`;
}
