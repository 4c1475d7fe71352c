import { ENV, secretIdVariable, secretValueVariable } from '../core/env.ts';
import { ConfigError, SecretNotSetError } from '../core/errors.ts';
import type { ManifestSecret } from '../core/manifest.ts';
import type { SecretValues } from '../dispatch/common-context.ts';
import { rememberSecret } from '../observability/known-secrets.ts';
import { parseSecretText, usableText } from '../secrets/parse-secret.ts';
import { ParsedSecret, type ParsedSecretOptions } from '../secrets/parsed-secret.ts';
import type { SecretVersions } from '../secrets/secret-cache.ts';
import { fromSecretsManager } from '../secrets/secrets-manager.ts';

/** A declared secret: its name or ARN in Secrets Manager, or details. */
export type SecretDeclaration =
  | string
  | {
      /**
       * Name or ARN in Secrets Manager.
       * @default the deployment provides it
       */
      readonly secretId?: string;
      /**
       * Purpose of the secret, for messages.
       * @default none
       */
      readonly description?: string;
    };

/** The secrets that the handlers of an app need, by the name that handlers use. */
export type SecretsDeclaration = Readonly<Record<string, SecretDeclaration>>;

/** The names of declared secrets. */
export type SecretName<Secrets extends SecretsDeclaration> = Extract<keyof Secrets, string>;

/** A name that becomes a readable environment variable: `slack`, `slackBot`, `slack-bot`. */
const VALID_NAME = /^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*$/;

/**
 * Checks the declaration of an app and returns its secrets as the manifest lists them.
 *
 * @param variables - Names of the declared environment variables.
 * @throws ConfigError for an invalid name, and for two declarations that use the same environment variable.
 */
export function readSecretsDeclaration(
  declaration: SecretsDeclaration = {},
  variables: readonly string[] = [],
): Readonly<Record<string, ManifestSecret>> {
  const users = new Map<string, string>([
    ...Object.values(ENV).map((variable) => [variable, 'frameio-lambda'] as const),
    ...variables.map((variable) => [variable, 'a declared variable'] as const),
  ]);
  return Object.fromEntries(
    Object.entries(declaration).map(([name, declared]) => {
      if (!VALID_NAME.test(name)) {
        throw new ConfigError(`"${name}" is not a valid name of a secret. Use a name such as "slack" or "slackBot".`);
      }
      for (const variable of [secretIdVariable(name), secretValueVariable(name)]) {
        const user = users.get(variable);
        if (user !== undefined) {
          throw new ConfigError(
            `The secret "${name}" needs the environment variable ${variable}, which ${user} uses. Declare another name.`,
          );
        }
        users.set(variable, `the secret "${name}"`);
      }
      return [name, typeof declared === 'string' ? { secretId: declared } : { ...declared }];
    }),
  );
}

/**
 * The secrets of an app at run time. The first source that is set provides a secret: the variable with its name or ARN
 * (`SLACK_SECRET_ID`), the variable with its value (`SLACK_SECRET`), the name or ARN in the declaration.
 */
export class DeclaredSecrets implements SecretValues<string> {
  readonly #secrets: Readonly<Record<string, ManifestSecret>>;
  readonly #options: ParsedSecretOptions;
  readonly #stored = new Map<string, ParsedSecret<string>>();

  constructor(secrets: Readonly<Record<string, ManifestSecret>>, options: ParsedSecretOptions) {
    this.#secrets = secrets;
    this.#options = options;
  }

  async get(name: string): Promise<string> {
    return (await this.#storedIn(name)?.get()) ?? this.#valueInEnv(name);
  }

  async refresh(name: string): Promise<string> {
    return (await this.#storedIn(name)?.refresh()) ?? this.#valueInEnv(name);
  }

  /** Fetches the stored secrets, all at once. Never rejects. */
  async preload(): Promise<void> {
    await Promise.all(Object.keys(this.#secrets).map((name) => this.#storedIn(name)?.preload()));
  }

  /** Returns the secret in Secrets Manager, or `undefined` if the environment holds its value or nothing names it. */
  #storedIn(name: string): ParsedSecret<string> | undefined {
    const known = this.#stored.get(name);
    if (known) return known;
    const hasValue = Boolean(process.env[secretValueVariable(name)]);
    const secretId = process.env[secretIdVariable(name)] || (hasValue ? undefined : this.#secrets[name]?.secretId);
    if (!secretId) return undefined;
    const stored = new ParsedSecret(fromSecretsManager(secretId), parseCurrent, this.#options);
    this.#stored.set(name, stored);
    return stored;
  }

  #valueInEnv(name: string): string {
    const variable = secretValueVariable(name);
    const value = process.env[variable];
    if (value) return usableValue(value, variable);
    const declared = this.#secrets[name];
    if (!declared) throw new ConfigError(`The app declares no secret "${name}". Add it to new App({ secrets }).`);
    const purpose = declared.description === undefined ? '' : ` (${declared.description})`;
    throw new ConfigError(
      `Nothing provides the secret "${name}"${purpose}. Pass it in the prop "secrets" of FrameioStack or FrameioWebhook, name it in new App({ secrets }), or set ${variable} in .env for a local run.`,
    );
  }
}

function usableValue(value: string, variable: string): string {
  const usable = usableText(value);
  if (usable !== undefined) {
    rememberSecret(usable);
    return usable;
  }
  throw new SecretNotSetError(`The environment variable ${variable} holds a placeholder. Set it to the secret.`);
}

function parseCurrent({ current }: SecretVersions, secretId: string): string {
  const text = parseSecretText(current, secretId);
  rememberSecret(text);
  return text;
}
