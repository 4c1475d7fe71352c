/** A stored secret that holds signing secrets by name, as a JSON object. */
export interface SigningSecretStore {
  /**
   * Returns the stored signing secrets by name.
   *
   * @throws SecretNotSetError if the stored text is malformed.
   */
  read(): Promise<Readonly<Record<string, string>>>;
  /** Adds a signing secret, and keeps the others. */
  add(name: string, secret: string): Promise<void>;
  /** Removes signing secrets in one write. Ignores names that the secret does not hold. */
  remove(names: readonly string[]): Promise<void>;
}

/** The stored secrets of an app. */
export interface SigningSecretStores {
  readonly webhook: SigningSecretStore;
  /** `undefined` if the deployment has no secret for custom actions. */
  readonly action?: SigningSecretStore | undefined;
}

/**
 * Returns the name of the signing secret of a webhook or a custom action: `<account id>/<id>`. The name tells which webhook a
 * secret belongs to, so that a secret that was never stored is noticed.
 */
export function signingSecretName(accountId: string, id: string): string {
  return `${accountId}/${id}`;
}

/** Returns the ids of the webhooks or actions of an account whose signing secrets are stored. */
export function idsOf(accountId: string, secrets: Readonly<Record<string, string>>): readonly string[] {
  const prefix = signingSecretName(accountId, '');
  return Object.keys(secrets).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
}
