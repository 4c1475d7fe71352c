import { randomUUID } from 'node:crypto';
import type { Listener } from '../listen.ts';
import { readBody } from '../read-body.ts';
import { signatureFault } from './signed-request.ts';

/** What may be wrong with a Secrets Manager. `hang`: it takes the request and never answers. */
export type SecretsManagerFault = 'denied' | 'throttled' | 'down' | 'hang';

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
  fault: SecretsManagerFault | undefined;

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

  /** Answers functions and the AWS CLI. */
  readonly listener: Listener = async (request, response) => {
    const input = parseInput(await readBody(request, 1_000_000));
    const { headers } = request;
    const answer = this.#answer(String(headers['x-amz-target']), input, signatureFault(headers, 'secretsmanager'));
    if (!answer) return; // it hangs
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  };

  #answer(target: string, input: Record<string, unknown>, unsigned?: string): Answer | undefined {
    const operation = target.replace(/^secretsmanager\./, '');
    const secretId = String(input.SecretId);
    const versionStage = typeof input.VersionStage === 'string' ? input.VersionStage : 'AWSCURRENT';
    this.calls.push({ operation, secretId, versionStage });
    if (this.fault) return ANSWER_OF_FAULT[this.fault];
    if (unsigned) return failure(403, unsigned, 'The request is not signed as it should be.');
    const versions = this.#secrets.get(secretId);
    if (!versions) return failure(400, 'ResourceNotFoundException', `There is no secret ${secretId}.`);
    const about = { ARN: secretId, Name: secretId };
    switch (operation) {
      case 'PutSecretValue': {
        const VersionId = this.put(secretId, String(input.SecretString));
        return { status: 200, body: { ...about, VersionId, VersionStages: ['AWSCURRENT'] } };
      }
      case 'GetSecretValue': {
        const version = versions[STAGES.indexOf(versionStage)];
        if (!version) return failure(400, 'ResourceNotFoundException', `${secretId} has no version ${versionStage}.`);
        const { versionId: VersionId, value, createdAt: CreatedDate } = version;
        const VersionStages = [versionStage];
        return { status: 200, body: { ...about, VersionId, ...value, VersionStages, CreatedDate } };
      }
      default:
        return failure(400, 'UnknownOperationException', `The sandbox has no operation ${operation}.`);
    }
  }
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const ANSWER_OF_FAULT: Readonly<Record<SecretsManagerFault, Answer | undefined>> = {
  denied: failure(400, 'AccessDeniedException', 'User is not authorized to perform: secretsmanager:GetSecretValue'),
  throttled: failure(400, 'ThrottlingException', 'Rate exceeded'),
  down: failure(500, 'InternalServiceError', 'An error occurred on the server side.'),
  hang: undefined,
};

function failure(status: number, type: string, message: string): Answer {
  return { status, body: { __type: type, message } };
}

function parseInput(body: Buffer | undefined): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(body?.toString('utf8') ?? '');
    return typeof input === 'object' && input !== null ? { ...input } : {};
  } catch {
    return {};
  }
}
