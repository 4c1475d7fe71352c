import { randomUUID } from 'node:crypto';
import type { Listener } from '../listen.ts';
import { readBody } from '../read-body.ts';

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
  readonly text: string;
  readonly createdAt: number;
}

/** The newest version first: it is `AWSCURRENT`, the one after it `AWSPREVIOUS`. */
type Versions = readonly SecretVersion[];

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'];

/**
 * The calls of AWS Secrets Manager this project makes, in the protocol the AWS SDK speaks (JSON 1.1, the operation in
 * `x-amz-target`): `GetSecretValue` and `PutSecretValue`. Point the SDK at it with `AWS_ENDPOINT_URL_SECRETS_MANAGER`.
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
    const versionId = randomUUID();
    const versions = this.#secrets.get(secretId) ?? [];
    this.#secrets.set(secretId, [{ versionId, text, createdAt: Date.now() / 1_000 }, ...versions].slice(0, 2));
    return versionId;
  }

  /** Answers the AWS SDK. */
  readonly listener: Listener = async (request, response) => {
    const input = parseInput(await readBody(request, 1_000_000));
    const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') ?? false;
    const answer = this.#answer(String(request.headers['x-amz-target']), input, isSigned);
    if (!answer) return; // it hangs
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  };

  #answer(target: string, input: Record<string, unknown>, isSigned: boolean): Answer | undefined {
    const operation = target.replace(/^secretsmanager\./, '');
    const secretId = String(input.SecretId);
    const versionStage = typeof input.VersionStage === 'string' ? input.VersionStage : 'AWSCURRENT';
    this.calls.push({ operation, secretId, versionStage });
    if (this.fault) return ANSWER_OF_FAULT[this.fault];
    if (!isSigned) return failure(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
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
        const { versionId: VersionId, text: SecretString, createdAt: CreatedDate } = version;
        const VersionStages = [versionStage];
        return { status: 200, body: { ...about, VersionId, SecretString, VersionStages, CreatedDate } };
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
