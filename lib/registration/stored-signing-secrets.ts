import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { AwsClientOptions } from '../aws/aws-client.ts';
import { AwsServiceError } from '../aws/aws-errors.ts';
import { createSecretsManagerClient } from '../aws/secrets-manager-client.ts';
import { SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import { parseRecord } from '../core/type-guards.ts';
import { rememberSecret } from '../observability/known-secrets.ts';
import { isFrameioResource, refusalOf } from '../secrets/read-signing-secrets.ts';
import { describeMissingSecret } from '../secrets/secret-commands.ts';
import type { SigningSecretStore } from './signing-secret-store.ts';

/** Name of a signing secret that somebody stored without one. */
export const UNNAMED = 'unnamed';

/** What a stored secret holds. Values that are no texts stay as they are. */
type StoredValues = Readonly<Record<string, unknown>>;

/** Signing secrets in AWS Secrets Manager. A signing secret that was stored by hand stays. */
export class StoredSigningSecrets implements SigningSecretStore {
  readonly #secretId: string;
  readonly #client: ReturnType<typeof createSecretsManagerClient>;

  /** @param secretId - Name or ARN of the secret. */
  constructor(secretId: string, options?: AwsClientOptions) {
    this.#secretId = secretId;
    this.#client = createSecretsManagerClient(options);
  }

  async read(): Promise<Readonly<Record<string, string>>> {
    const texts = Object.entries(await this.#readValues()).flatMap(([name, value]) =>
      typeof value === 'string' && value.trim() !== '' ? [[name, value.trim()] as const] : [],
    );
    for (const [, secret] of texts) rememberSecret(secret);
    return Object.fromEntries(texts);
  }

  async add(name: string, secret: string): Promise<void> {
    rememberSecret(secret);
    await this.#write({ ...(await this.#readValues()), [name]: secret });
  }

  async remove(names: readonly string[]): Promise<void> {
    const before = Object.entries(await this.#readValues());
    const kept = before.filter(([name]) => !names.includes(name));
    if (kept.length < before.length) await this.#write(Object.fromEntries(kept));
  }

  async #readValues(): Promise<StoredValues> {
    return parseStoredValues(await this.#readText(), this.#secretId);
  }

  async #readText(): Promise<string> {
    try {
      const { SecretString = '' } = await this.#client.send(new GetSecretValueCommand({ SecretId: this.#secretId }));
      return SecretString.trim();
    } catch (error) {
      if (!(error instanceof AwsServiceError) || error.awsCode !== 'ResourceNotFoundException') throw error;
      if (error.isVersionMissing) return '';
      throw new SecretUnavailableError(describeMissingSecret(this.#secretId), { cause: error });
    }
  }

  async #write(values: StoredValues): Promise<void> {
    await this.#client.send(
      new PutSecretValueCommand({ SecretId: this.#secretId, SecretString: JSON.stringify(values) }),
    );
  }
}

/**
 * Reads the JSON object of a stored secret. Gives a name to a single signing secret, and to a webhook as Frame.io returned it.
 *
 * @throws SecretNotSetError for malformed JSON.
 */
export function parseStoredValues(text: string, secretId: string): StoredValues {
  const values = parseRecord(text);
  if (values) return isFrameioResource(values) ? { [UNNAMED]: values.secret } : values;
  if (text.startsWith('{')) {
    throw new SecretNotSetError(
      `The secret ${secretId} holds malformed JSON. Correct it, or replace it with {}: signing secrets cannot be added to it.`,
    );
  }
  return refusalOf(text) === undefined ? { [UNNAMED]: text } : {};
}
