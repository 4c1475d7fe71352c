import { ENV } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { parseRecord } from '../../lib/core/type-guards.ts';
import type { SecretsManager } from '../aws/secrets-manager/secrets-manager.ts';
import { declaredSecrets, type LocalValues } from './declared-values.ts';

/** Values of the secrets of a stack. */
export interface SecretValues {
  /** Signing secret of the webhooks. */
  readonly signingSecret: string;
  readonly apiToken: string;
  /** Values of the secrets that the app declares, by name. */
  readonly values: LocalValues;
}

/** Stores the secrets that the functions of a stack read. */
export class LocalSecrets {
  readonly #secretsManager: SecretsManager;
  readonly #signingSecretIds = new Set<string>();
  readonly #actionSecretIds = new Set<string>();

  constructor(secretsManager: SecretsManager) {
    this.#secretsManager = secretsManager;
  }

  /** Stores the secrets of a function. Returns the variables with the ids of the secrets that the app declares. */
  store(
    variables: Readonly<Record<string, string>>,
    manifest: AppManifest,
    { signingSecret, apiToken, values }: SecretValues,
  ): Readonly<Record<string, string>> {
    for (const secretId of [variables[ENV.signingSecretsSecretId], manifest.signingSecretsSecretId]) {
      if (secretId === undefined) continue;
      this.#signingSecretIds.add(secretId);
      this.#secretsManager.put(secretId, signingSecret);
    }
    for (const secretId of [variables[ENV.apiCredentialsSecretId], manifest.apiCredentialsSecretId]) {
      if (secretId !== undefined) this.#secretsManager.put(secretId, apiToken);
    }
    const actionSecretId = variables[ENV.actionSigningSecretsSecretId];
    if (actionSecretId !== undefined) this.#actionSecretIds.add(actionSecretId);
    const ids: Record<string, string> = {};
    for (const { idVariable, defaultId, value } of declaredSecrets(manifest, values)) {
      const secretId = variables[idVariable] ?? defaultId;
      ids[idVariable] = secretId;
      this.#secretsManager.put(secretId, value);
    }
    return ids;
  }

  /** Adds signing secrets of webhooks, by name. */
  addSigningSecrets(secrets: Readonly<Record<string, string>>): void {
    this.#add(this.#signingSecretIds, secrets);
  }

  /** Adds signing secrets of custom actions, by name. Does nothing in a stack without actions. */
  addActionSecrets(secrets: Readonly<Record<string, string>>): void {
    this.#add(this.#actionSecretIds, secrets);
  }

  /** Replaces a value without names. */
  #add(secretIds: ReadonlySet<string>, secrets: Readonly<Record<string, string>>): void {
    if (Object.keys(secrets).length === 0) return;
    for (const secretId of secretIds) {
      const before = this.#secretsManager.text(secretId) ?? '';
      const text = JSON.stringify({ ...parseRecord(before), ...secrets });
      if (text !== before) this.#secretsManager.put(secretId, text);
    }
  }
}
