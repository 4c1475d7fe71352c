import { ServerToServerAuth } from '../client/auth/server-to-server-auth.ts';
import type { TokenSource } from '../client/auth/token-source.ts';
import type { Clock } from '../core/clock.ts';
import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { type ApiCredentials, parseApiCredentials } from './parse-secret.ts';
import type { SecretReference } from './secret-cache.ts';

/** How a stored secret is turned into a token. */
export interface StoredTokenOptions {
  readonly logger: Logger;
  /** @default none */
  readonly metrics?: MetricsRecorder | undefined;
  /** Where Adobe IMS is. */
  readonly imsUrl: string | undefined;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

/** The API token behind a secret: what it holds, or what the server-to-server credentials it holds are exchanged for. */
export class StoredToken implements TokenSource {
  readonly #secret: SecretReference;
  readonly #options: StoredTokenOptions;
  #auth: { readonly of: string; readonly source: ServerToServerAuth } | undefined;

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
      return await this.refresh(); // it may have been set since
    }
  }

  async refresh(): Promise<string> {
    const { logger, metrics } = this.#options;
    const { current } = await this.#secret.refresh(logger, metrics);
    return await this.#tokenOf(parseApiCredentials(current, this.#secret.secretId), 'refresh');
  }

  async #tokenOf(credentials: ApiCredentials, way: 'get' | 'refresh'): Promise<string> {
    return 'token' in credentials ? credentials.token : await this.#authOf(credentials)[way]();
  }

  /** Kept as long as the secret holds the same credentials: the access token is in it. */
  #authOf(credentials: Exclude<ApiCredentials, { readonly token: string }>): ServerToServerAuth {
    const of = JSON.stringify(credentials);
    if (this.#auth?.of !== of) {
      const { imsUrl, clock } = this.#options;
      this.#auth = { of, source: new ServerToServerAuth({ ...credentials, imsUrl, clock }) };
    }
    return this.#auth.source;
  }
}
