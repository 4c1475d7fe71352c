import { ServerToServerAuth } from '../client/auth/server-to-server-auth.ts';
import type { TokenSource } from '../client/auth/token-source.ts';
import type { Clock } from '../core/clock.ts';
import { rememberSecret } from '../observability/known-secrets.ts';
import { type ApiCredentials, parseApiCredentials } from './parse-secret.ts';
import { ParsedSecret, type ParsedSecretOptions } from './parsed-secret.ts';
import type { SecretReference, SecretVersions } from './secret-cache.ts';

/** Options of a `StoredToken`. */
export interface StoredTokenOptions extends ParsedSecretOptions {
  /** Base URL of Adobe IMS. */
  readonly imsUrl: string | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Returns API tokens from a stored secret, which holds a token or server-to-server credentials to exchange for one. */
export class StoredToken implements TokenSource {
  readonly #credentials: ParsedSecret<ApiCredentials>;
  readonly #options: StoredTokenOptions;
  #auth: { readonly credentials: string; readonly source: ServerToServerAuth } | undefined;

  constructor(secret: SecretReference, options: StoredTokenOptions) {
    const parse = ({ current }: SecretVersions, secretId: string) => {
      const credentials = parseApiCredentials(current, secretId);
      rememberSecret('token' in credentials ? credentials.token : credentials.clientSecret);
      return credentials;
    };
    this.#credentials = new ParsedSecret(secret, parse, options);
    this.#options = options;
  }

  async get(): Promise<string> {
    return await this.#tokenOf(await this.#credentials.get(), 'get');
  }

  async refresh(): Promise<string> {
    return await this.#tokenOf(await this.#credentials.refresh(), 'refresh');
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
