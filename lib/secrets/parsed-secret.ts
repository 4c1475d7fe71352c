import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { RequestedVersions, SecretReference, SecretVersions } from './secret-cache.ts';

/** Settings of a `ParsedSecret`. */
export interface ParsedSecretOptions {
  /** Receives a warning when a fetch fails and the old value is served. */
  readonly logger: Logger;
  /** @default none */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Versions to fetch after a value proved wrong.
   * @default current
   */
  readonly requested?: RequestedVersions | undefined;
}

/** The value in a stored secret. It stays the same object until the secret changes. */
export class ParsedSecret<Value> {
  readonly #secret: SecretReference;
  readonly #parse: (versions: SecretVersions, secretId: string) => Value;
  readonly #options: ParsedSecretOptions;
  #parsed: { readonly versions: SecretVersions; readonly value: Value } | undefined;

  /** @param parse - Throws a SecretNotSetError if the secret holds no usable value. */
  constructor(
    secret: SecretReference,
    parse: (versions: SecretVersions, secretId: string) => Value,
    options: ParsedSecretOptions,
  ) {
    this.#secret = secret;
    this.#parse = parse;
    this.#options = options;
  }

  /** @throws SecretNotSetError | SecretUnavailableError when no usable value is available. */
  async get(): Promise<Value> {
    const { logger, metrics } = this.#options;
    const versions = await this.#secret.get(logger, metrics);
    try {
      return this.#valueOf(versions);
    } catch (error) {
      if (!(error instanceof SecretNotSetError)) throw error;
      return await this.refresh(); // the secret may have been set since
    }
  }

  /** Returns the value after it proved wrong. Fetches it first, unless a recent call did so. Throws like `get`. */
  async refresh(): Promise<Value> {
    const { logger, metrics, requested = 'current' } = this.#options;
    return this.#valueOf(await this.#secret.refresh(logger, metrics, requested));
  }

  /** Starts the first fetch early. Never rejects. */
  preload(): Promise<void> {
    return this.#secret.preload();
  }

  #valueOf(versions: SecretVersions): Value {
    if (versions !== this.#parsed?.versions) {
      this.#parsed = { versions, value: this.#parse(versions, this.#secret.secretId) };
    }
    return this.#parsed.value;
  }
}
