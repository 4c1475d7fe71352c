import { ENV } from '../core/env.ts';
import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { isUsableSecret, parseSigningSecrets } from './parse-secret.ts';
import { ParsedSecret, type ParsedSecretOptions } from './parsed-secret.ts';
import { isSecretReference, type SecretReference, type SecretVersions } from './secret-cache.ts';
import { secretFromEnv } from './secret-from-env.ts';

/** Signing secrets as an option: one text, several, a function that returns them, or a reference to a stored secret. */
export type SigningSecretsOption =
  | string
  | readonly string[]
  | (() => string | readonly string[] | Promise<string | readonly string[]>)
  | SecretReference;

/** Every secret that Frame.io may sign a delivery with. No list is empty. */
export interface SigningSecrets {
  /**
   * Returns the known secrets.
   *
   * @throws SecretNotSetError | SecretUnavailableError when no usable secret is available.
   */
  current(): Promise<readonly string[]>;
  /**
   * Fetches the stored secrets again, unless a recent call did so.
   *
   * @returns `undefined` when there is nothing newer than the result of `current`.
   */
  newer(): Promise<readonly string[] | undefined>;
  /** Starts the first fetch of stored secrets early. Never rejects. */
  preload(): Promise<void>;
}

/**
 * Returns the secrets that an option of `App` describes.
 *
 * @param option - If it is `undefined`, the environment variable `SIGNING_SECRETS_SECRET_ID` names a stored secret. It is read
 *   at the first use.
 */
export function resolveSigningSecrets(
  option: SigningSecretsOption | undefined,
  logger: Logger,
  metrics?: MetricsRecorder,
): SigningSecrets {
  if (option === undefined) return signingSecretsFromEnv(logger, metrics);
  if (isSecretReference(option)) return new StoredSigningSecrets(option, { logger, metrics });
  if (typeof option === 'function') return withoutRefresh(async () => parseOption(await option()));
  let parsed: readonly string[] | undefined;
  return withoutRefresh(async () => {
    parsed ??= parseOption(option);
    return parsed;
  });
}

function withoutRefresh(current: SigningSecrets['current']): SigningSecrets {
  return { current, newer: async () => undefined, preload: async () => undefined };
}

function signingSecretsFromEnv(logger: Logger, metrics?: MetricsRecorder): SigningSecrets {
  const secret = secretFromEnv(ENV.signingSecretsSecretId);
  let stored: StoredSigningSecrets | undefined;
  const find = () => {
    const reference = secret();
    if (reference) stored ??= new StoredSigningSecrets(reference, { logger, metrics });
    return stored;
  };
  return {
    current: async () => await (find()?.current() ?? parseOption('')),
    newer: async () => await find()?.newer(),
    preload: async () => await find()?.preload(),
  };
}

function parseOption(secrets: string | readonly string[]): readonly string[] {
  const usable = [secrets]
    .flat()
    .map((secret) => secret.trim())
    .filter(isUsableSecret);
  if (usable.length > 0) return usable;
  throw new SecretNotSetError(
    `There is no usable signing secret. Set ${ENV.signingSecretsSecretId} to the name or ARN of a secret in Secrets Manager, or the option signingSecrets to the secret that Frame.io showed when you created the webhook.`,
  );
}

class StoredSigningSecrets implements SigningSecrets {
  readonly #secrets: ParsedSecret<readonly string[]>;
  #known: readonly string[] | undefined;

  constructor(reference: SecretReference, options: ParsedSecretOptions) {
    this.#secrets = new ParsedSecret(reference, parseVersions, options);
  }

  async current(): Promise<readonly string[]> {
    this.#known = await this.#secrets.get();
    return this.#known;
  }

  async newer(): Promise<readonly string[] | undefined> {
    const secrets = await this.#secrets.refresh();
    if (secrets === this.#known) return undefined;
    this.#known = secrets;
    return secrets;
  }

  preload(): Promise<void> {
    return this.#secrets.preload();
  }
}

function parseVersions({ current, previous }: SecretVersions, secretId: string): readonly string[] {
  return [...parseSigningSecrets(current, secretId), ...parsePrevious(previous, secretId)];
}

/** Returns no secrets for an unusable previous version, such as a placeholder. */
function parsePrevious(previous: string | undefined, secretId: string): readonly string[] {
  try {
    return previous === undefined ? [] : parseSigningSecrets(previous, secretId);
  } catch {
    return [];
  }
}
