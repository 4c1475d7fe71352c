import { ServerToServerAuth } from '../client/auth/server-to-server-auth.ts';
import type { TokenSource } from '../client/auth/token-source.ts';
import type { Clock } from '../core/clock.ts';
import { rememberSecret } from '../observability/known-secrets.ts';
import { type ApiCredentials, parseApiCredentials, type ServerToServerCredentials } from './parse-secret.ts';
import { ParsedSecret, type ParsedSecretOptions } from './parsed-secret.ts';
import type { SecretReference, SecretVersions } from './secret-cache.ts';

/** Options of a `StoredToken`. */
export interface StoredTokenOptions extends ParsedSecretOptions {
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/**
 * Returns API tokens from a stored secret. The secret holds a token, or server-to-server credentials and perhaps the token of
 * the last rotation. Without a token that is still valid, it exchanges the credentials.
 */
export class StoredToken implements TokenSource {
  readonly #credentials: ParsedSecret<ApiCredentials>;
  readonly #options: StoredTokenOptions;
  #auth: { readonly credentials: string; readonly source: ServerToServerAuth } | undefined;

  constructor(secret: SecretReference, options: StoredTokenOptions) {
    const parse = ({ current }: SecretVersions, secretId: string) => {
      const credentials = parseApiCredentials(current, secretId);
      rememberSecret('clientId' in credentials ? credentials.clientSecret : credentials.token);
      return credentials;
    };
    this.#credentials = new ParsedSecret(secret, parse, options);
    this.#options = options;
  }

  async get(): Promise<string> {
    const credentials = await this.#credentials.get();
    return 'clientId' in credentials ? await this.#request(this.#authOf(credentials), 'get') : credentials.token;
  }

  async refresh(): Promise<string> {
    const before = this.#auth?.source;
    const credentials = await this.#credentials.refresh();
    if (!('clientId' in credentials)) return credentials.token;
    const source = this.#authOf(credentials);
    return await this.#request(source, source === before ? 'refresh' : 'get'); // new credentials may come with a new token
  }

  async #request(source: ServerToServerAuth, method: 'get' | 'refresh'): Promise<string> {
    try {
      return await source[method]();
    } catch (error) {
      this.#options.metrics?.record('TokenExchangesFailed', 1);
      throw error;
    }
  }

  /** Keeps the source, and with it the access token, while the secret holds the same credentials and token. */
  #authOf(credentials: ServerToServerCredentials): ServerToServerAuth {
    const key = JSON.stringify(credentials);
    if (this.#auth?.credentials !== key) {
      const { imsUrl, clock } = this.#options;
      const { stored, ...pair } = credentials;
      const source = new ServerToServerAuth({ ...pair, imsUrl, clock });
      if (stored) source.importTokens(stored);
      this.#auth = { credentials: key, source };
    }
    return this.#auth.source;
  }
}
