import { SecretUnavailableError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';

/** The current text of a secret, and the previous one if it was fetched. */
export interface SecretVersions {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** Which versions of a secret to fetch. */
export type RequestedVersions = 'current' | 'current_and_previous';

/** Arguments of one fetch. */
export interface SecretFetch {
  readonly requested: RequestedVersions;
  /** Time limit in ms. */
  readonly timeoutMs: number;
  /** Aborts after `timeoutMs`. */
  readonly signal: AbortSignal;
}

/** A secret by name. `App` accepts it in place of the secret itself. */
export interface SecretReference {
  /** Name or ARN, for messages. */
  readonly secretId: string;
  /**
   * Returns the versions, from memory until their time to live ends.
   *
   * @param logger - Receives a warning when a fetch fails and the old value is served.
   * @param metrics - Counts such a failure as `StaleSecretsServed`.
   * @throws SecretUnavailableError when the fetch fails and no value is in memory.
   */
  get(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions>;
  /** Starts the first fetch early. It never rejects: the next `get` reports a failure. */
  preload(): Promise<void>;
  /**
   * Returns the versions after a value proved wrong. It fetches them first, the previous one included, unless it did so
   * within `refreshIntervalMs`.
   */
  refresh(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions>;
}

/** Returns whether the value of an option is a stored secret. */
export function isSecretReference(option: unknown): option is SecretReference {
  return typeof option === 'object' && option !== null && 'secretId' in option;
}

/** Options of a `SecretCache`. */
export interface SecretCacheOptions {
  /** Name or ARN of the secret. */
  readonly secretId: string;
  /** Fetches the versions from the secret store within `timeoutMs`. Requests wait for it. */
  readonly fetch: (request: SecretFetch) => Promise<SecretVersions>;
  /**
   * Time to live of a value in memory.
   * @default 300000 (ms)
   */
  readonly ttlMs?: number;
  /**
   * Time limit of the first fetch. Frame.io waits 5 s for a response, and the default leaves time to send one.
   * @default 3000 (ms)
   */
  readonly fetchTimeoutMs?: number;
  /**
   * Time limit of a fetch while an old value is in memory. It is short because a delivery may wait for two secrets.
   * @default 1000 (ms)
   */
  readonly refreshTimeoutMs?: number;
  /**
   * Minimum time between two refreshes, and between a failed fetch and the next one while an old value is in memory. It
   * stops forged requests from causing fetches, and an outage from slowing down every request.
   * @default 30000 (ms)
   */
  readonly refreshIntervalMs?: number;
  /**
   * How long to cache a failed fetch while no value is in memory.
   * @default 1000 (ms)
   */
  readonly failureTtlMs?: number;
  /**
   * Returns the current time in ms.
   * @default Date.now
   */
  readonly now?: () => number;
}

/**
 * Keeps one secret in memory. Concurrent callers share one fetch. If a fetch fails, the cache serves the old value. If a
 * value proves wrong, `refresh` fetches it before its time to live ends.
 */
export class SecretCache implements SecretReference {
  readonly secretId: string;
  readonly #options: Required<SecretCacheOptions>;
  #versions: SecretVersions | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: SecretUnavailableError | undefined;
  readonly #inFlight = new Map<RequestedVersions, Promise<SecretVersions>>();

  constructor(options: SecretCacheOptions) {
    this.secretId = options.secretId;
    this.#options = {
      ttlMs: 300_000,
      fetchTimeoutMs: 3_000,
      refreshTimeoutMs: 1_000,
      refreshIntervalMs: 30_000,
      failureTtlMs: 1_000,
      now: () => Date.now(),
      ...options,
    };
  }

  get(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions> {
    const now = this.#options.now();
    if (this.#versions && now < this.#freshUntil) return Promise.resolve(this.#versions);
    if (this.#failure && now < this.#failedAt + this.#options.failureTtlMs) return Promise.reject(this.#failure);
    return this.#fetchOnce('current', logger, metrics);
  }

  async preload(): Promise<void> {
    if (this.#versions) return;
    await this.#fetchOnce('current').catch(() => undefined);
  }

  async refresh(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions> {
    const running = this.#inFlight.get('current_and_previous');
    if (running) return await running; // concurrent callers share one refresh
    const now = this.#options.now();
    if (now < this.#refreshedAt + this.#options.refreshIntervalMs) return await this.get(logger, metrics);
    this.#refreshedAt = now;
    return await this.#fetchOnce('current_and_previous', logger, metrics);
  }

  #fetchOnce(requested: RequestedVersions, logger?: Logger, metrics?: MetricsRecorder): Promise<SecretVersions> {
    const running = this.#inFlight.get(requested);
    if (running) return running;
    const started = this.#fetch(requested, logger, metrics).finally(() => this.#inFlight.delete(requested));
    this.#inFlight.set(requested, started);
    return started;
  }

  async #fetch(requested: RequestedVersions, logger?: Logger, metrics?: MetricsRecorder): Promise<SecretVersions> {
    const { fetch, fetchTimeoutMs, refreshTimeoutMs, ttlMs, refreshIntervalMs, now } = this.#options;
    const timeoutMs = this.#versions ? refreshTimeoutMs : fetchTimeoutMs;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const versions = await fetch({ requested, timeoutMs, signal });
      // If the current version is unchanged, so is the known previous one.
      const isUnchanged = requested === 'current' && versions.current === this.#versions?.current;
      if (!isUnchanged) this.#versions = versions;
      this.#failure = undefined;
      this.#freshUntil = now() + ttlMs;
      return this.#versions ?? versions;
    } catch (cause) {
      const failure = this.#describe(cause, signal.aborted ? ` within ${timeoutMs} ms` : '');
      this.#failedAt = now();
      if (this.#versions) {
        this.#freshUntil = this.#failedAt + refreshIntervalMs;
        logger?.warn('secret not refreshed, serving the value from memory', {
          secret_id: this.secretId,
          error: failure,
        });
        metrics?.record('StaleSecretsServed', 1);
        return this.#versions;
      }
      this.#failure = failure;
      throw failure;
    }
  }

  #describe(cause: unknown, within: string): SecretUnavailableError {
    if (cause instanceof SecretUnavailableError) return cause;
    return new SecretUnavailableError(`The secret ${this.secretId} could not be fetched${within}.`, { cause });
  }
}
