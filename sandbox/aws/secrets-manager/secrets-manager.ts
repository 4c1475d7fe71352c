import { randomUUID } from 'node:crypto';
import { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { Listener } from '../../http/listen.ts';
import {
  AwsServiceError,
  type FaultOption,
  jsonService,
  type ServiceCall,
  type ServiceResponse,
} from '../json-protocol/json-service.ts';
import { type SecretValue, StoredSecret } from './stored-secret.ts';

/** One call to Secrets Manager. */
export interface SecretsManagerCall {
  readonly operation: string;
  readonly secretId: string;
  readonly versionStage: string;
}

type Input = ServiceCall['input'];

/**
 * AWS Secrets Manager with the operations that this project calls: `GetSecretValue`, `PutSecretValue`, `DescribeSecret` and
 * `UpdateSecretVersionStage`. Set `AWS_ENDPOINT_URL_SECRETS_MANAGER` to its URL, for a function or for the AWS CLI.
 */
export class SecretsManager {
  readonly #secrets = new Map<string, StoredSecret>();
  /** Every call so far. */
  readonly calls: SecretsManagerCall[] = [];
  /** Fault to simulate. */
  fault: FaultOption;
  readonly #now: () => number;

  /** @param now - Current time in ms since 1970, for the creation of versions. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Creates a secret without a value. */
  create(secretId: string): void {
    this.#secrets.set(secretId, new StoredSecret());
  }

  /** Sets the current value of a secret. The old value becomes `AWSPREVIOUS`. */
  put(secretId: string, text: string): string {
    return this.#put(secretId, { SecretString: text });
  }

  /** Sets the current value of a binary secret. */
  putBinary(secretId: string, bytes: Buffer): string {
    return this.#put(secretId, { SecretBinary: bytes.toString('base64') });
  }

  /** Returns the text of a version, or `undefined` if no version has the label. */
  text(secretId: string, stage = 'AWSCURRENT'): string | undefined {
    const value = this.#secrets.get(secretId)?.find({ stage })?.value;
    return value && 'SecretString' in value ? value.SecretString : undefined;
  }

  /** Starts a rotation. Returns the `ClientRequestToken` that Secrets Manager passes to the rotation function. */
  startRotation(secretId: string): string {
    const versionId = randomUUID();
    this.#secrets.get(secretId)?.startRotation(versionId);
    return versionId;
  }

  /** Returns the staging labels of each version. */
  stages(secretId: string): StoredSecret['versionStages'] {
    return this.#secrets.get(secretId)?.versionStages ?? {};
  }

  #put(secretId: string, value: SecretValue, versionId: string = randomUUID(), stages = ['AWSCURRENT']): string {
    if (!this.#secrets.has(secretId)) this.create(secretId);
    this.#secrets.get(secretId)?.put({ versionId, value, createdAt: this.#now() / 1_000 }, stages);
    return versionId;
  }

  /** Serves the AWS SDK. */
  readonly listener: Listener = jsonService({
    service: 'secretsmanager',
    target: 'secretsmanager',
    version: '1.1',
    clock: new SandboxClock(),
    onCall: ({ operation, input }) =>
      void this.calls.push({
        operation,
        secretId: String(input.SecretId),
        versionStage: textIn(input, 'VersionStage') ?? 'AWSCURRENT',
      }),
    fault: () => this.fault,
    handle: (call) => this.#handle(call),
  });

  #handle({ operation, input }: ServiceCall): ServiceResponse {
    const secretId = String(input.SecretId);
    const secret = this.#secrets.get(secretId);
    if (!secret)
      throw new AwsServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    const about = { ARN: secretId, Name: secretId };
    switch (operation) {
      case 'GetSecretValue':
        return { status: 200, body: { ...about, ...getValue(secret, input) } };
      case 'PutSecretValue': {
        const value = { SecretString: String(input.SecretString) };
        const versionId = this.#put(secretId, value, textIn(input, 'ClientRequestToken'), stagesIn(input));
        return {
          status: 200,
          body: { ...about, VersionId: versionId, VersionStages: secret.stagesOf(versionId) },
        };
      }
      case 'DescribeSecret':
        return { status: 200, body: { ...about, VersionIdsToStages: secret.versionStages } };
      case 'UpdateSecretVersionStage':
        secret.move({
          stage: String(input.VersionStage),
          from: textIn(input, 'RemoveFromVersionId'),
          to: textIn(input, 'MoveToVersionId'),
        });
        return { status: 200, body: about };
      default:
        throw new AwsServiceError(
          'UnknownOperationException',
          `The sandbox does not implement ${operation} of Secrets Manager.`,
        );
    }
  }
}

function getValue(secret: StoredSecret, input: Input): object {
  const [versionId, stage] = [textIn(input, 'VersionId'), textIn(input, 'VersionStage')];
  const version = secret.find({ versionId, stage });
  if (!version) {
    const missing = versionId === undefined ? `staging label: ${stage ?? 'AWSCURRENT'}` : `VersionId: ${versionId}`;
    throw new AwsServiceError(
      'ResourceNotFoundException',
      `Secrets Manager can't find the specified secret value for ${missing}`,
    );
  }
  const { value, createdAt: CreatedDate } = version;
  return {
    VersionId: version.versionId,
    ...value,
    VersionStages: secret.stagesOf(version.versionId),
    CreatedDate,
  };
}

function textIn(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

function stagesIn({ VersionStages }: Input): string[] | undefined {
  return Array.isArray(VersionStages) ? VersionStages.map(String) : undefined;
}
