import { randomUUID } from 'node:crypto';
import { SandboxClock } from '../clock.ts';
import type { Listener } from '../listen.ts';
import { type FaultOption, jsonService, type ServiceAnswer, type ServiceCall, ServiceRefusal } from './json-service.ts';

/** One call, as the service saw it. */
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

/** The newest version first: it is `AWSCURRENT`, the one after it `AWSPREVIOUS`. */
type Versions = readonly SecretVersion[];

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'];

/**
 * The calls of AWS Secrets Manager this project makes, in AWS's JSON protocol (1.1, the operation in `x-amz-target`):
 * `GetSecretValue` and `PutSecretValue`. Point a function or the AWS CLI at it with `AWS_ENDPOINT_URL_SECRETS_MANAGER`.
 */
export class SecretsManager {
  readonly #secrets = new Map<string, Versions>();
  /** Every call so far. */
  readonly calls: SecretsManagerCall[] = [];
  /** What is wrong with the service now, if anything. */
  fault: FaultOption;

  /** Makes a secret without a value. */
  create(secretId: string): void {
    this.#secrets.set(secretId, []);
  }

  /** Sets a secret's current value; the one before becomes the previous. */
  put(secretId: string, text: string): string {
    return this.#add(secretId, { SecretString: text });
  }

  /** The same for a secret that is kept as bytes. */
  putBinary(secretId: string, bytes: Buffer): string {
    return this.#add(secretId, { SecretBinary: bytes.toString('base64') });
  }

  #add(secretId: string, value: SecretVersion['value']): string {
    const versionId = randomUUID();
    const versions = this.#secrets.get(secretId) ?? [];
    this.#secrets.set(secretId, [{ versionId, value, createdAt: Date.now() / 1_000 }, ...versions].slice(0, 2));
    return versionId;
  }

  /** Answers the AWS SDK. */
  readonly listener: Listener = jsonService({
    service: 'secretsmanager',
    target: 'secretsmanager',
    version: '1.1',
    clock: new SandboxClock(),
    onCall: ({ operation, input }) =>
      void this.calls.push({ operation, secretId: String(input.SecretId), versionStage: stageOf(input) }),
    fault: () => this.fault,
    answer: (call) => this.#answer(call),
  });

  #answer({ operation, input }: ServiceCall): ServiceAnswer {
    const secretId = String(input.SecretId);
    const versionStage = stageOf(input);
    const versions = this.#secrets.get(secretId);
    if (!versions) throw new ServiceRefusal('ResourceNotFoundException', `There is no secret ${secretId}.`);
    const about = { ARN: secretId, Name: secretId };
    switch (operation) {
      case 'PutSecretValue': {
        const VersionId = this.put(secretId, String(input.SecretString));
        return { status: 200, body: { ...about, VersionId, VersionStages: ['AWSCURRENT'] } };
      }
      case 'GetSecretValue': {
        const version = versions[STAGES.indexOf(versionStage)];
        if (!version) {
          throw new ServiceRefusal('ResourceNotFoundException', `${secretId} has no version ${versionStage}.`);
        }
        const { versionId: VersionId, value, createdAt: CreatedDate } = version;
        const VersionStages = [versionStage];
        return { status: 200, body: { ...about, VersionId, ...value, VersionStages, CreatedDate } };
      }
      default:
        throw new ServiceRefusal('UnknownOperationException', `The sandbox has no operation ${operation}.`);
    }
  }
}

function stageOf({ VersionStage }: ServiceCall['input']): string {
  return typeof VersionStage === 'string' ? VersionStage : 'AWSCURRENT';
}
