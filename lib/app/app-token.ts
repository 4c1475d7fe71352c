import { ENV } from '../core/env.ts';
import { isSecretReference } from '../secrets/secret-cache.ts';
import { secretFromEnv } from '../secrets/secret-from-env.ts';
import type { AppOptions } from './app-options.ts';

/** The token option of an app, or by default the stored secret that `API_CREDENTIALS_SECRET_ID` names. */
export class AppToken {
  readonly #given: AppOptions['token'];
  readonly #stored = secretFromEnv(ENV.apiCredentialsSecretId);

  constructor(given: AppOptions['token']) {
    this.#given = given;
  }

  /** Returns the option, or `undefined` if there is no token. */
  get(): AppOptions['token'] {
    return this.#given ?? this.#stored();
  }

  /** Name or ARN of the stored secret in the option; `undefined` for any other option. */
  get secretId(): string | undefined {
    return isSecretReference(this.#given) ? this.#given.secretId : undefined;
  }

  /** Starts the first fetch of a stored secret early. Never rejects. */
  async preload(): Promise<void> {
    const token = this.get();
    if (isSecretReference(token)) await token.preload();
  }
}
