import { API_TOKEN, SECRET_IDS, SIGNING_SECRET } from './secrets.ts';

// Answers are given within a measured process, too: an `import` of `node:crypto` would load Web Crypto into it.
const { hash } = process.getBuiltinModule('node:crypto');

/** A request to one of the services. */
export interface StubRequest {
  readonly method: string;
  readonly path: string;
  /** The `x-amz-target` of a call to AWS. */
  readonly operation: string | undefined;
  readonly body: string;
}

/** What a service answers. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const SECRETS: Readonly<Record<string, string>> = {
  [SECRET_IDS.signingSecrets]: SIGNING_SECRET,
  [SECRET_IDS.apiCredentials]: API_TOKEN,
};

/** What Secrets Manager, SQS, DynamoDB and Frame.io answer; `call` is the AWS operation, or method and path. */
export function answerTo({ method, path, operation, body }: StubRequest): { call: string; answer: Answer } {
  if (operation !== undefined) return { call: operation, answer: answerOfAws(operation, JSON.parse(body)) };
  const call = `${method} ${path}`;
  if (/^GET .*\/files\/[^/]+$/.test(call)) return { call, answer: { status: 200, body: { data: FILE } } };
  if (/^POST .*\/comments$/.test(call)) return { call, answer: { status: 201, body: { data: COMMENT } } };
  return { call, answer: { status: 404, body: { errors: [{ detail: 'Not Found' }] } } };
}

/** The part of AWS's requests that the answer depends on. */
interface AwsInput {
  readonly SecretId?: string;
  readonly VersionStage?: string;
  readonly MessageBody?: string;
}

/** A queue that takes every message, and a table in which nothing is found: what arrives here arrives once. */
function answerOfAws(operation: string, input: AwsInput): Answer {
  switch (operation) {
    case 'secretsmanager.GetSecretValue':
      return getSecretValue(input);
    case 'AmazonSQS.SendMessage': {
      const digest = hash('md5', input.MessageBody ?? '');
      return { status: 200, body: { MessageId: '219f8380-5770-4cc2-8c3e-5c715e145f5e', MD5OfMessageBody: digest } };
    }
    case 'DynamoDB_20120810.GetItem':
    case 'DynamoDB_20120810.PutItem':
    case 'DynamoDB_20120810.UpdateItem':
      return { status: 200, body: {} };
    default:
      return { status: 400, body: { __type: 'UnknownOperationException', message: operation } };
  }
}

/** Secrets that have never been rotated: there is no version before the current one. */
function getSecretValue({ SecretId = '', VersionStage }: AwsInput): Answer {
  const secret = VersionStage === 'AWSPREVIOUS' ? undefined : SECRETS[SecretId];
  return secret === undefined
    ? { status: 400, body: { __type: 'ResourceNotFoundException', message: 'There is no such version.' } }
    : { status: 200, body: { ARN: SecretId, Name: SecretId, SecretString: secret } };
}

const FILE = {
  id: 'd3075547-4e64-45f0-ad12-d075660eddd2',
  name: 'interview.mp4',
  type: 'file',
  status: 'transcoded',
  media_type: 'video/mp4',
  file_size: 48_297_311,
  parent_id: '2e426fe0-f965-4594-8b2b-b4dff1dc00ec',
  project_id: '7e46e495-4444-4555-8649-bee4d391a997',
  created_at: '2026-11-23T11:58:02.000000Z',
  updated_at: '2026-11-23T11:59:40.000000Z',
};

const COMMENT = {
  id: '1f4f9d3c-6a4e-4a07-8f0b-0b8e4b7d2c11',
  file_id: FILE.id,
  text: 'interview.mp4 is ready: MP4 video, 48.3 MB.',
  timestamp: null,
  created_at: '2026-11-23T12:00:01.000000Z',
  updated_at: '2026-11-23T12:00:01.000000Z',
};
