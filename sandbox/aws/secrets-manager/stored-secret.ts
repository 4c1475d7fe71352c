import { AwsServiceError } from '../json-protocol/json-service.ts';

/** Value of a version, in the form of Secrets Manager's API. */
export type SecretValue = { readonly SecretString: string } | { readonly SecretBinary: string };

/** One version of a secret. */
export interface SecretVersion {
  readonly versionId: string;
  readonly value: SecretValue;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** A move of a staging label. */
export interface StageMove {
  readonly stage: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const CURRENT = 'AWSCURRENT';
const PREVIOUS = 'AWSPREVIOUS';
const PENDING = 'AWSPENDING';

/** A secret with its versions and staging labels (AWS Secrets Manager API reference). */
export class StoredSecret {
  /** Versions that have a staging label. Secrets Manager deletes the others. */
  readonly #versions = new Map<string, SecretVersion>();
  /** Version id of each staging label. */
  readonly #stages = new Map<string, string>();

  /** Staging labels of each version. */
  get versionStages(): Readonly<Record<string, readonly string[]>> {
    const ids = new Set([...this.#versions.keys(), ...this.#stages.values()]);
    return Object.fromEntries([...ids].map((id) => [id, this.stagesOf(id)]));
  }

  /** Returns the version with an id or a label, or `undefined`. */
  find({ versionId, stage }: { readonly versionId?: string | undefined; readonly stage?: string | undefined }) {
    const labelled = this.#stages.get(stage ?? CURRENT);
    const version = this.#versions.get(versionId ?? labelled ?? '');
    if (version && versionId !== undefined && stage !== undefined && labelled !== versionId) {
      throw new AwsServiceError(
        'InvalidRequestException',
        'You provided a VersionStage that is not associated to the provided VersionId.',
      );
    }
    return version;
  }

  stagesOf(versionId: string): readonly string[] {
    return [...this.#stages].filter(([, id]) => id === versionId).map(([stage]) => stage);
  }

  /** Adds a version. Does nothing if it exists with the same value, so that a call can be repeated. */
  put(version: SecretVersion, stages: readonly string[]): void {
    const existing = this.#versions.get(version.versionId);
    if (existing) {
      if (JSON.stringify(existing.value) === JSON.stringify(version.value)) return;
      throw new AwsServiceError('ResourceExistsException', 'You can’t modify an existing version.');
    }
    const labels = this.#versions.size === 0 ? new Set([...stages, CURRENT]) : stages; // the first version is current
    this.#versions.set(version.versionId, version);
    for (const stage of labels) this.#attach(stage, version.versionId);
    this.#deleteUnlabelled();
  }

  /** Makes a version without a value pending, for a rotation. */
  startRotation(versionId: string): void {
    const pending = this.#stages.get(PENDING);
    if (pending !== undefined && pending !== this.#stages.get(CURRENT)) {
      throw new AwsServiceError('InvalidRequestException', 'A previous rotation isn’t complete.');
    }
    this.#stages.set(PENDING, versionId);
  }

  move({ stage, from, to }: StageMove): void {
    const attached = this.#stages.get(stage);
    if (attached !== from && (from !== undefined || (attached !== undefined && attached !== to))) {
      throw new AwsServiceError(
        'InvalidParameterException',
        `The parameter RemoveFromVersionId must be the version that the staging label ${stage} is attached to.`,
      );
    }
    if (to === undefined) {
      if (stage === CURRENT) {
        throw new AwsServiceError('InvalidParameterException', `You can only move the staging label ${stage}.`);
      }
      this.#stages.delete(stage);
    } else if (this.#versions.has(to)) {
      this.#attach(stage, to);
    } else {
      throw new AwsServiceError('ResourceNotFoundException', 'Secrets Manager can’t find the specified version.');
    }
    this.#deleteUnlabelled();
  }

  #attach(stage: string, versionId: string): void {
    const former = this.#stages.get(stage);
    if (former === versionId) return;
    this.#stages.set(stage, versionId);
    if (stage !== CURRENT) return;
    this.#stages.delete(PREVIOUS);
    if (former !== undefined) this.#stages.set(PREVIOUS, former);
  }

  #deleteUnlabelled(): void {
    for (const id of this.#versions.keys()) if (this.stagesOf(id).length === 0) this.#versions.delete(id);
  }
}
