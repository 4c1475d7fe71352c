import { SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';

/** The current text of a secret, and the previous one if it was fetched and its overlap has not ended. */
export interface SecretVersions {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** Result of one fetch. */
export interface FetchedVersions extends SecretVersions {
  /** Creation time of the current version in ms since 1970. Without it, no previous version is served. */
  readonly currentSince?: number | undefined;
  /** Why the previous version could not be fetched. */
  readonly previousError?: unknown;
}

/** Which versions of a secret to fetch. */
export type RequestedVersions = 'current' | 'current_and_previous';

/** Arguments of one fetch. */
export interface SecretFetch {
  readonly requested: RequestedVersions;
  /** Time limit in ms. */
  readonly timeoutMs: number;
}

/** A secret by name. `App` accepts it in place of the secret itself. */
export interface SecretReference {
  /** Name or ARN, for messages. */
  readonly secretId: string;
  /**
   * Returns the versions, from memory until their time to live ends.
   *
   * @param logger - Receives a warning when a fetch fails and the old value is served.
   * @param metrics - Counts such a failure as `StaleSecretsServed`, and that of the previous version alone as
   *   `SecretsUnusable`.
   * @throws SecretNotSetError | SecretUnavailableError when the fetch fails and no value is in memory.
   */
  get(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions>;
  /** Starts the first fetch early. It never rejects: the next `get` reports a failure. */
  preload(): Promise<void>;
  /**
   * Returns the versions after a value proved wrong. It fetches them first, unless it did so within `refreshIntervalMs`.
   *
   * @param requested - If it includes the previous version, later calls of `get` fetch that too. Default:
   *   `current_and_previous`.
   */
  refresh(logger: Logger, metrics?: MetricsRecorder, requested?: RequestedVersions): Promise<SecretVersions>;
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
  readonly fetch: (request: SecretFetch) => Promise<FetchedVersions>;
  /**
   * Time to live of a value in memory.
   * @default 300000 (ms)
   */
  readonly ttlMs?: number;
  /**
   * How long the previous version of a signing secret still verifies, from the creation of the current version. 0 refuses
   * it at once.
   * @default 86400000 (ms): 24 hours
   */
  readonly previousVersionOverlapMs?: number;
  /**
   * Time limit of the first fetch. One slow attempt may use all of it. Frame.io waits 5 s for a response, and the default leaves time to send one.
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
  #currentSince: number | undefined;
  #wasPreviousRequested = false;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #refreshedAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  #failure: SecretUnavailableError | SecretNotSetError | undefined;
  readonly #inFlight = new Map<RequestedVersions, Promise<SecretVersions>>();

  constructor(options: SecretCacheOptions) {
    this.secretId = options.secretId;
    this.#options = {
      ttlMs: 300_000,
      previousVersionOverlapMs: 86_400_000,
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
    const known = this.#known();
    if (known && now < this.#freshUntil) return Promise.resolve(known);
    if (this.#failure && now < this.#failedAt + this.#options.failureTtlMs) return Promise.reject(this.#failure);
    return this.#fetchOnce(this.#wasPreviousRequested ? 'current_and_previous' : 'current', logger, metrics);
  }

  async preload(): Promise<void> {
    if (this.#versions) return;
    await this.#fetchOnce('current').catch(() => undefined);
  }

  async refresh(
    logger: Logger,
    metrics?: MetricsRecorder,
    requested: RequestedVersions = 'current_and_previous',
  ): Promise<SecretVersions> {
    const running = this.#inFlight.get(requested);
    if (running) return await running; // concurrent callers share one refresh
    const now = this.#options.now();
    if (now < this.#refreshedAt + this.#options.refreshIntervalMs) return await this.get(logger, metrics);
    this.#refreshedAt = now;
    this.#wasPreviousRequested ||= requested === 'current_and_previous';
    return await this.#fetchOnce(requested, logger, metrics);
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
    try {
      const fetched = await fetch({ requested, timeoutMs });
      const { previousError } = fetched;
      this.#failure = undefined;
      this.#freshUntil = now() + (previousError === undefined ? ttlMs : Math.min(ttlMs, refreshIntervalMs));
      if (previousError !== undefined) {
        logger?.error('previous version of the secret not fetched', { secret_id: this.secretId, error: previousError });
        metrics?.record('SecretsUnusable', 1, 'not_fetched');
      }
      return this.#keep(fetched, requested);
    } catch (cause) {
      const failure = this.#describe(cause);
      this.#failedAt = now();
      const known = this.#known();
      if (known) {
        this.#freshUntil = this.#failedAt + refreshIntervalMs;
        logger?.warn('secret not refreshed, serving the value from memory', {
          secret_id: this.secretId,
          error: failure,
        });
        metrics?.record('StaleSecretsServed', 1);
        return known;
      }
      this.#failure = failure;
      throw failure;
    }
  }

  /** Stores what was fetched. Returns the same object as before if nothing changed. */
  #keep(
    { current, currentSince, previous, previousError }: FetchedVersions,
    requested: RequestedVersions,
  ): SecretVersions {
    const known = this.#versions;
    const isUnchanged = known?.current === current && this.#currentSince === currentSince;
    let kept = previous;
    // If the current version is unchanged, so is the known previous one.
    if (requested === 'current') kept = isUnchanged ? known?.previous : undefined;
    else if (previousError !== undefined) kept = isUnchanged ? known?.previous : known?.current; // until the next fetch
    if (!isUnchanged || known?.previous !== kept) this.#versions = { current, previous: kept };
    this.#currentSince = currentSince;
    return this.#known() ?? { current };
  }

  /** Returns the versions in memory, without a previous version whose overlap has ended. */
  #known(): SecretVersions | undefined {
    const { now, previousVersionOverlapMs } = this.#options;
    const since = this.#currentSince ?? Number.NEGATIVE_INFINITY;
    const isOver = !(now() < since + previousVersionOverlapMs);
    if (this.#versions?.previous !== undefined && isOver) this.#versions = { current: this.#versions.current };
    return this.#versions;
  }

  #describe(cause: unknown): SecretUnavailableError | SecretNotSetError {
    const isDescribed = cause instanceof SecretUnavailableError || cause instanceof SecretNotSetError;
    return isDescribed
      ? cause
      : new SecretUnavailableError(`The secret ${this.secretId} could not be fetched.`, { cause });
  }
}
