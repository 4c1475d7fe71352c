import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { isUsableSecret, parseSigningSecrets } from './parse-secret.ts';
import type { SecretReference, SecretVersions } from './secret-cache.ts';

/** Signing secrets as a user may give them: the text itself, several, a function that finds them, or a reference. */
export type SigningSecretsOption =
  | string
  | readonly string[]
  | (() => string | readonly string[] | Promise<string | readonly string[]>)
  | SecretReference;

/** Every secret a genuine delivery may be signed with. None of the lists is ever empty. */
export interface SigningSecrets {
  /** @throws SecretNotSetError | SecretUnavailableError when there is no secret to verify with. */
  current(): Promise<readonly string[]>;
  /**
   * Asks again where the secrets are kept, if that has not just been done.
   *
   * @returns `undefined` when there is nothing newer than what `current` gave.
   */
  newer(): Promise<readonly string[] | undefined>;
}

/** The secrets behind an option of `App`. */
export function resolveSigningSecrets(
  option: SigningSecretsOption | undefined,
  logger: Logger,
  metrics?: MetricsRecorder,
): SigningSecrets {
  if (typeof option === 'object' && 'get' in option) return new StoredSigningSecrets(option, logger, metrics);
  if (typeof option === 'function') return unchanging(async () => parseGiven(await option()));
  let parsed: readonly string[] | undefined;
  return unchanging(async () => {
    parsed ??= parseGiven(option ?? '');
    return parsed;
  });
}

function unchanging(current: SigningSecrets['current']): SigningSecrets {
  return { current, newer: async () => undefined };
}

function parseGiven(secrets: string | readonly string[]): readonly string[] {
  const usable = [secrets]
    .flat()
    .map((secret) => secret.trim())
    .filter(isUsableSecret);
  if (usable.length > 0) return usable;
  throw new SecretNotSetError(
    'There is no signing secret to verify with: pass new App({ signingSecrets }) the secret Frame.io showed when the webhook was made.',
  );
}

class StoredSigningSecrets implements SigningSecrets {
  readonly #reference: SecretReference;
  readonly #logger: Logger;
  readonly #metrics: MetricsRecorder | undefined;
  #versions: SecretVersions | undefined;
  #secrets: readonly string[] = [];

  constructor(reference: SecretReference, logger: Logger, metrics: MetricsRecorder | undefined) {
    this.#reference = reference;
    this.#logger = logger;
    this.#metrics = metrics;
  }

  async current(): Promise<readonly string[]> {
    const versions = await this.#reference.get(this.#logger, this.#metrics);
    try {
      return this.#parse(versions);
    } catch (error) {
      if (!(error instanceof SecretNotSetError)) throw error;
      return this.#parse(await this.#reference.refresh(this.#logger, this.#metrics)); // it may have been set since
    }
  }

  async newer(): Promise<readonly string[] | undefined> {
    const known = this.#versions;
    const versions = await this.#reference.refresh(this.#logger, this.#metrics);
    return versions === known ? undefined : this.#parse(versions);
  }

  #parse(versions: SecretVersions): readonly string[] {
    if (versions !== this.#versions) {
      const { secretId } = this.#reference;
      const current = parseSigningSecrets(versions.current, secretId);
      this.#secrets = [...current, ...this.#parsePrevious(versions.previous)];
      this.#versions = versions;
    }
    return this.#secrets;
  }

  /** What was there before may have been a placeholder; that is no fault any more. */
  #parsePrevious(previous: string | undefined): readonly string[] {
    try {
      return previous === undefined ? [] : parseSigningSecrets(previous, this.#reference.secretId);
    } catch {
      return [];
    }
  }
}
