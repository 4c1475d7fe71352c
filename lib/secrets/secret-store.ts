import { SecretUnavailableError } from '../errors.ts';
import type { Logger } from '../logger.ts';

/** A secret's text, and the text it replaced as long as the store still has it. */
export interface SecretVersions {
  readonly current: string;
  readonly previous?: string | undefined;
}

/** A secret by name. `App` takes one wherever it takes the secret itself. */
export interface SecretReference {
  /** Name or ARN, for messages. */
  readonly secretId: string;
  /**
   * The versions, from memory where they are recent enough.
   *
   * @param logger - Told when an old value had to be served.
   * @throws SecretUnavailableError when there has never been a value.
   */
  get(logger: Logger): Promise<SecretVersions>;
  /** Starts the first fetch early. Never rejects: a failure is told to whoever calls `get` next. */
  preload(): Promise<void>;
  /** Like `get`, but asks again first when the last time is long enough ago: for when a value proved wrong. */
  refresh(logger: Logger): Promise<SecretVersions>;
}

/** Settings of a `SecretStore`. */
export interface SecretStoreOptions {
  /** Name or ARN of the secret. */
  readonly secretId: string;
  /** Fetches the versions from where they are kept. */
  readonly fetch: (signal: AbortSignal) => Promise<SecretVersions>;
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
   * Least time between two fetches that a wrong value or a failed fetch asks for, so that a forger cannot make us call
   * Secrets Manager, and an outage does not slow down every request.
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
export class SecretStore implements SecretReference {
  readonly secretId: string;
  readonly #options: Required<SecretStoreOptions>;
  #versions: SecretVersions | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #askedAt = Number.NEGATIVE_INFINITY;
  #failure: SecretUnavailableError | undefined;
  #inFlight: Promise<SecretVersions> | undefined;

  constructor(options: SecretStoreOptions) {
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

  async get(logger: Logger): Promise<SecretVersions> {
    const now = this.#options.now();
    if (this.#versions && now < this.#freshUntil) return this.#versions;
    if (this.#failure && now < this.#askedAt + this.#options.failureTtlMs) throw this.#failure;
    return await this.#fetchOnce(logger);
  }

  async preload(): Promise<void> {
    await this.#fetchOnce().catch(() => undefined);
  }

  async refresh(logger: Logger): Promise<SecretVersions> {
    const isDue = this.#options.now() >= this.#askedAt + this.#options.refreshIntervalMs;
    return await (isDue ? this.#fetchOnce(logger) : this.get(logger));
  }

  #fetchOnce(logger?: Logger): Promise<SecretVersions> {
    this.#inFlight ??= this.#fetch(logger).finally(() => {
      this.#inFlight = undefined;
    });
    return this.#inFlight;
  }

  async #fetch(logger?: Logger): Promise<SecretVersions> {
    const { fetch, fetchTimeoutMs, refreshTimeoutMs, ttlMs, refreshIntervalMs, now } = this.#options;
    const timeoutMs = this.#versions ? refreshTimeoutMs : fetchTimeoutMs;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      this.#versions = await fetch(signal);
      this.#failure = undefined;
      this.#askedAt = now();
      this.#freshUntil = this.#askedAt + ttlMs;
      return this.#versions;
    } catch (cause) {
      const failure = this.#describe(cause, signal.aborted ? ` within ${timeoutMs} ms` : '');
      this.#askedAt = now();
      if (this.#versions) {
        this.#freshUntil = this.#askedAt + refreshIntervalMs;
        logger?.warn('secret not refreshed, serving the value from memory', {
          secret_id: this.secretId,
          error: failure,
        });
        return this.#versions;
      }
      this.#failure = failure;
      throw failure;
    }
  }

  #describe(cause: unknown, within: string): SecretUnavailableError {
    if (cause instanceof SecretUnavailableError && within === '') return cause;
    return new SecretUnavailableError(`The secret ${this.secretId} could not be fetched${within}.`, { cause });
  }
}
