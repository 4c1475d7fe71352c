import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { parseSecretText } from './parse-secret.ts';
import type { SecretReference } from './secret-cache.ts';

/** Returns the text of a stored secret. */
export class StoredText {
  readonly #secret: SecretReference;
  readonly #logger: Logger;
  readonly #metrics: MetricsRecorder;

  constructor(secret: SecretReference, logger: Logger, metrics: MetricsRecorder) {
    this.#secret = secret;
    this.#logger = logger;
    this.#metrics = metrics;
  }

  /** @throws SecretNotSetError | SecretUnavailableError when no usable text is available. */
  async get(): Promise<string> {
    const { current } = await this.#secret.get(this.#logger, this.#metrics);
    try {
      return parseSecretText(current, this.#secret.secretId);
    } catch (error) {
      if (!(error instanceof SecretNotSetError)) throw error;
      return await this.refresh(); // the secret may have been set since
    }
  }

  /** Returns the text after it proved wrong. Fetches it first, unless a recent call did so. Throws like `get`. */
  async refresh(): Promise<string> {
    const { current } = await this.#secret.refresh(this.#logger, this.#metrics);
    return parseSecretText(current, this.#secret.secretId);
  }

  /** Starts the first fetch early. Never rejects. */
  preload(): Promise<void> {
    return this.#secret.preload();
  }
}
