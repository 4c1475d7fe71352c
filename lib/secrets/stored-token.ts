import { ServerToServerAuth } from '../client/auth/server-to-server-auth.ts';
import type { TokenSource } from '../client/auth/token-source.ts';
import type { Clock } from '../core/clock.ts';
import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { type ApiCredentials, parseApiCredentials } from './parse-secret.ts';
import type { SecretReference } from './secret-cache.ts';

/** Options of a `StoredToken`. */
export interface StoredTokenOptions {
  readonly logger: Logger;
  /** @default none */
  readonly metrics?: MetricsRecorder | undefined;
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Returns API tokens from a stored secret, which holds a token or server-to-server credentials to exchange for one. */
export class StoredToken implements TokenSource {
  readonly #secret: SecretReference;
  readonly #options: StoredTokenOptions;
  #auth: { readonly credentials: string; readonly source: ServerToServerAuth } | undefined;

  constructor(secret: SecretReference, options: StoredTokenOptions) {
    this.#secret = secret;
    this.#options = options;
  }

  async get(): Promise<string> {
    const { logger, metrics } = this.#options;
    const { current } = await this.#secret.get(logger, metrics);
    try {
      return await this.#tokenOf(parseApiCredentials(current, this.#secret.secretId), 'get');
    } catch (error) {
      if (!(error instanceof SecretNotSetError)) throw error;
      return await this.refresh(); // the secret may have been set since
    }
  }

  async refresh(): Promise<string> {
    const { logger, metrics } = this.#options;
    const { current } = await this.#secret.refresh(logger, metrics);
    return await this.#tokenOf(parseApiCredentials(current, this.#secret.secretId), 'refresh');
  }

  async #tokenOf(credentials: ApiCredentials, method: 'get' | 'refresh'): Promise<string> {
    return 'token' in credentials ? credentials.token : await this.#authOf(credentials)[method]();
  }

  /** Keeps the source, and with it the access token, while the secret holds the same credentials. */
  #authOf(credentials: Exclude<ApiCredentials, { readonly token: string }>): ServerToServerAuth {
    const key = JSON.stringify(credentials);
    if (this.#auth?.credentials !== key) {
      const { imsUrl, clock } = this.#options;
      this.#auth = { credentials: key, source: new ServerToServerAuth({ ...credentials, imsUrl, clock }) };
    }
    return this.#auth.source;
  }
}
