import { ENV } from '../core/env.ts';
import { SecretNotSetError } from '../core/errors.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import { notSet } from './parse-secret.ts';
import { ParsedSecret, type ParsedSecretOptions } from './parsed-secret.ts';
import { readSigningSecrets, refusalOf } from './read-signing-secrets.ts';
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

/** Where the signing secrets of webhooks, or of custom actions, come from. */
export interface SigningSecretsSource {
  /** Name of the environment variable that names the stored secret. */
  readonly variable: string;
  /** Name of the option of `App`. */
  readonly option: string;
}

/** The signing secrets of webhooks. */
export const WEBHOOK_SECRETS: SigningSecretsSource = {
  variable: ENV.signingSecretsSecretId,
  option: 'signingSecrets',
};

/**
 * Returns the secrets that an option of `App` describes.
 *
 * @param option - If it is `undefined`, the environment variable of the source names a stored secret. It is read at the first
 *   use.
 */
export function resolveSigningSecrets(
  option: SigningSecretsOption | undefined,
  logger: Logger,
  metrics?: MetricsRecorder,
  source = WEBHOOK_SECRETS,
): SigningSecrets {
  if (option === undefined) return signingSecretsFromEnv(source, logger, metrics);
  if (isSecretReference(option)) return new StoredSigningSecrets(option, { logger, metrics });
  if (typeof option === 'function') return withoutRefresh(async () => parseOption(await option(), source));
  let parsed: readonly string[] | undefined;
  return withoutRefresh(async () => {
    parsed ??= parseOption(option, source);
    return parsed;
  });
}

function withoutRefresh(current: SigningSecrets['current']): SigningSecrets {
  return { current, newer: async () => undefined, preload: async () => undefined };
}

function signingSecretsFromEnv(
  source: SigningSecretsSource,
  logger: Logger,
  metrics?: MetricsRecorder,
): SigningSecrets {
  const secret = secretFromEnv(source.variable);
  let stored: StoredSigningSecrets | undefined;
  const find = () => {
    const reference = secret();
    if (reference) stored ??= new StoredSigningSecrets(reference, { logger, metrics });
    return stored;
  };
  return {
    current: async () => await (find()?.current() ?? parseOption('', source)),
    newer: async () => await find()?.newer(),
    preload: async () => await find()?.preload(),
  };
}

function parseOption(
  secrets: string | readonly string[],
  { variable, option }: SigningSecretsSource,
): readonly string[] {
  const texts = [secrets].flat().map((secret) => secret.trim());
  const usable = texts.filter((text) => refusalOf(text) === undefined);
  if (usable.length > 0) return usable;
  const found = texts.map((text) => refusalOf(text)).join(', ') || 'none';
  throw new SecretNotSetError(
    `There is no usable signing secret (${found}). Set ${variable} to the name or ARN of a secret in Secrets Manager, or the option ${option} to the secret that Frame.io showed when you created the webhook or the custom action.`,
  );
}

class StoredSigningSecrets implements SigningSecrets {
  readonly #secrets: ParsedSecret<readonly string[]>;
  #known: readonly string[] | undefined;

  constructor(reference: SecretReference, options: ParsedSecretOptions) {
    const parse = (versions: SecretVersions, secretId: string) => parseVersions(versions, secretId, options);
    this.#secrets = new ParsedSecret(reference, parse, { ...options, requested: 'current_and_previous' });
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

/** Returns the usable secrets of both versions. Logs and counts the other values. */
function parseVersions(
  { current, previous }: SecretVersions,
  secretId: string,
  { logger, metrics }: ParsedSecretOptions,
): readonly string[] {
  const newest = readVersion(current, 'current');
  // Before its first value, a secret often holds a placeholder.
  const older = readVersion(previous ?? '', 'previous').filter(({ reason = '' }) => !UNSET.includes(reason));
  const candidates = [...newest, ...older];
  const usable = candidates.flatMap(({ secret }) => secret ?? []);
  if (usable.length === 0) {
    const found = newest.map(describe).join(', ') || 'it is empty';
    throw notSet(secretId, 'a signing secret, or a JSON object of name to signing secret', found);
  }
  const refused = candidates.filter(({ reason }) => reason);
  if (refused.length > 0)
    logger.error('signing secrets refused', { secret_id: secretId, refused: refused.map(describe) });
  for (const { reason } of refused) metrics?.record('SecretsUnusable', 1, reason);
  return usable;
}

const UNSET = ['empty', 'placeholder'];

function readVersion(text: string, version: 'current' | 'previous') {
  return readSigningSecrets(text).map((candidate) => ({ ...candidate, version }));
}

function describe({ version, key, reason }: ReturnType<typeof readVersion>[number]): string {
  return `${reason} in the ${version} version${key === undefined ? '' : ` at ${key}`}`;
}
