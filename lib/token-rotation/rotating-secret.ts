import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { AwsServiceError } from '../aws/aws-errors.ts';
import type { createSecretsManagerClient } from '../aws/secrets-manager-client.ts';
import { rememberSecret } from '../observability/known-secrets.ts';

const [CURRENT, PENDING] = ['AWSCURRENT', 'AWSPENDING'];

/** One version of a secret. */
export interface SecretVersion {
  readonly versionId: string;
  readonly text: string;
}

/** A secret during a rotation: the current version, and the pending one that the rotation creates. */
export class RotatingSecret {
  readonly #client: ReturnType<typeof createSecretsManagerClient>;
  readonly secretId: string;
  readonly #pendingId: string;

  /** @param pendingId - Id of the version that the rotation creates. */
  constructor(client: ReturnType<typeof createSecretsManagerClient>, secretId: string, pendingId: string) {
    this.#client = client;
    this.secretId = secretId;
    this.#pendingId = pendingId;
  }

  /** Returns whether the version of this rotation is current, pending, or neither. */
  async state(): Promise<'current' | 'pending' | 'discarded'> {
    const { VersionIdsToStages = {} } = await this.#client.send(new DescribeSecretCommand({ SecretId: this.secretId }));
    const stages = VersionIdsToStages[this.#pendingId] ?? [];
    if (stages.includes(CURRENT)) return 'current';
    return stages.includes(PENDING) ? 'pending' : 'discarded';
  }

  /** Returns the current version, or `undefined` if the secret has no value yet. */
  async current(): Promise<SecretVersion | undefined> {
    return await this.#read({ VersionStage: CURRENT });
  }

  /** Returns the pending version, or `undefined` until `putPending` has stored it. */
  async pending(): Promise<SecretVersion | undefined> {
    return await this.#read({ VersionId: this.#pendingId, VersionStage: PENDING });
  }

  async putPending(text: string): Promise<void> {
    await this.#client.send(
      new PutSecretValueCommand({
        SecretId: this.secretId,
        ClientRequestToken: this.#pendingId,
        SecretString: text,
        VersionStages: [PENDING],
      }),
    );
  }

  /** Makes the pending version current. Fails if `from` is no longer the current one. */
  async makeCurrent(from: SecretVersion): Promise<void> {
    await this.#client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: this.secretId,
        VersionStage: CURRENT,
        MoveToVersionId: this.#pendingId,
        RemoveFromVersionId: from.versionId,
      }),
    );
  }

  /** Gives up the pending version. Otherwise Secrets Manager refuses to start the next rotation (API, RotateSecret). */
  async discardPending(): Promise<void> {
    await this.#client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: this.secretId,
        VersionStage: PENDING,
        RemoveFromVersionId: this.#pendingId,
      }),
    );
  }

  async #read(version: { readonly VersionId?: string; readonly VersionStage: string }) {
    try {
      const found = await this.#client.send(new GetSecretValueCommand({ SecretId: this.secretId, ...version }));
      const { VersionId = '', SecretString = '' } = found;
      rememberSecret(SecretString);
      return { versionId: VersionId, text: SecretString };
    } catch (error) {
      if (error instanceof AwsServiceError && error.isVersionMissing) return undefined;
      throw error;
    }
  }
}
