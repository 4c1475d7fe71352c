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

/** One call to Secrets Manager. */
export interface SecretsManagerCall {
  readonly operation: string;
  readonly secretId: string;
  readonly versionStage: string;
}

interface SecretVersion {
  readonly versionId: string;
  readonly value: { readonly SecretString: string } | { readonly SecretBinary: string };
  readonly createdAt: number;
}

/** Newest first: `AWSCURRENT`, then `AWSPREVIOUS`. */
type Versions = readonly SecretVersion[];

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'];

/**
 * AWS Secrets Manager with the operations that this project calls: `GetSecretValue` and `PutSecretValue`. Set
 * `AWS_ENDPOINT_URL_SECRETS_MANAGER` to its URL, for a function or for the AWS CLI.
 */
export class SecretsManager {
  readonly #secrets = new Map<string, Versions>();
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
    this.#secrets.set(secretId, []);
  }

  /** Sets the current value of a secret. The old value becomes `AWSPREVIOUS`. */
  put(secretId: string, text: string): string {
    return this.#add(secretId, { SecretString: text });
  }

  /** Sets the current value of a binary secret. */
  putBinary(secretId: string, bytes: Buffer): string {
    return this.#add(secretId, { SecretBinary: bytes.toString('base64') });
  }

  #add(secretId: string, value: SecretVersion['value']): string {
    const versionId = randomUUID();
    const versions = this.#secrets.get(secretId) ?? [];
    this.#secrets.set(secretId, [{ versionId, value, createdAt: this.#now() / 1_000 }, ...versions].slice(0, 2));
    return versionId;
  }

  /** Serves the AWS SDK. */
  readonly listener: Listener = jsonService({
    service: 'secretsmanager',
    target: 'secretsmanager',
    version: '1.1',
    clock: new SandboxClock(),
    onCall: ({ operation, input }) =>
      void this.calls.push({ operation, secretId: String(input.SecretId), versionStage: stageOf(input) }),
    fault: () => this.fault,
    handle: (call) => this.#handle(call),
  });

  #handle({ operation, input }: ServiceCall): ServiceResponse {
    const secretId = String(input.SecretId);
    const versionStage = stageOf(input);
    const versions = this.#secrets.get(secretId);
    if (!versions)
      throw new AwsServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    const about = { ARN: secretId, Name: secretId };
    switch (operation) {
      case 'PutSecretValue': {
        const VersionId = this.put(secretId, String(input.SecretString));
        return { status: 200, body: { ...about, VersionId, VersionStages: ['AWSCURRENT'] } };
      }
      case 'GetSecretValue': {
        const version = versions[STAGES.indexOf(versionStage)];
        if (!version) {
          throw new AwsServiceError(
            'ResourceNotFoundException',
            `Secrets Manager can't find the specified secret value for staging label: ${versionStage}`,
          );
        }
        const { versionId: VersionId, value, createdAt: CreatedDate } = version;
        const VersionStages = [versionStage];
        return { status: 200, body: { ...about, VersionId, ...value, VersionStages, CreatedDate } };
      }
      default:
        throw new AwsServiceError(
          'UnknownOperationException',
          `The sandbox does not implement ${operation} of Secrets Manager.`,
        );
    }
  }
}

function stageOf({ VersionStage }: ServiceCall['input']): string {
  return typeof VersionStage === 'string' ? VersionStage : 'AWSCURRENT';
}
