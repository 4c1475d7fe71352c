import { SecretUnavailableError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';

/** A secret's text, and the text it replaced where that is known. */
export interface SecretVersions {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** Which versions of a secret to fetch. */
export type RequestedVersions = 'current' | 'current_and_previous';

/** One fetch of a secret. */
export interface SecretFetch {
  readonly requested: RequestedVersions;
  /** How long it may take, in ms. */
  readonly timeoutMs: number;
  /** Aborts when that time is up. */
  readonly signal: AbortSignal;
}

/** A secret by name. `App` takes one wherever it takes the secret itself. */
export interface SecretReference {
  /** Name or ARN, for messages. */
  readonly secretId: string;
  /**
   * Returns the versions: from memory as long as they are recent enough.
   *
   * @param logger - Told when an old value had to be served.
   * @param metrics - Counts that as `StaleSecretsServed`.
   * @throws SecretUnavailableError when there has never been a value.
   */
  get(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions>;
  /** Starts the first fetch early. Never rejects: a failure is told to whoever calls `get` next. */
  preload(): Promise<void>;
  /**
   * For when a value proved wrong: like `get`, but fetches first, the previous version too, if it has not done so within
   * the last 30 s.
   */
  refresh(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions>;
}

/** Settings of a `SecretCache`. */
export interface SecretCacheOptions {
  /** Name or ARN of the secret. */
  readonly secretId: string;
  /** Fetches versions from where they are kept, within `timeoutMs`: whoever waits for the secret waits for this. */
  readonly fetch: (request: SecretFetch) => Promise<SecretVersions>;
  /**
   * How long a value is served from memory.
   * @default 300000 (ms)
   */
  readonly ttlMs?: number;
  /**
   * How long the first fetch may take. Frame.io waits 5 s for an answer; this leaves room to give one.
   * @default 3000 (ms)
   */
  readonly fetchTimeoutMs?: number;
  /**
   * How long a fetch may take while there is an old value to serve. Short, as one delivery may wait for two secrets.
   * @default 1000 (ms)
   */
  readonly refreshTimeoutMs?: number;
  /**
   * Least time between two fetches for a value that proved wrong, and after a failed fetch while an old value can be
   * served: so that a forger cannot make us call Secrets Manager, and an outage does not slow down every request.
   * @default 30000 (ms)
   */
  readonly refreshIntervalMs?: number;
  /**
   * How long a failed fetch is believed while there is no value at all.
   * @default 1000 (ms)
   */
  readonly failureTtlMs?: number;
  /** Clock in ms. @default Date.now */
  readonly now?: () => number;
}

/**
 * Keeps one secret in memory: fetched once for everyone who waits, served until its time to live ends, served on when
 * it cannot be fetched anew, fetched before its time when it proved wrong.
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
    await this.#fetchOnce('current').catch(() => undefined);
  }

  async refresh(logger: Logger, metrics?: MetricsRecorder): Promise<SecretVersions> {
    const running = this.#inFlight.get('current_and_previous');
    if (running) return await running; // for those whose old value proved wrong at the same time
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
      // What was the previous version of the same current one still is.
      const isKnown = requested === 'current' && versions.current === this.#versions?.current;
      if (!isKnown) this.#versions = versions;
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
