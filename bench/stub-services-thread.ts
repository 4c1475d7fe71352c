import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { API_TOKEN, SECRET_IDS, SIGNING_SECRET } from './secrets.ts';

// Stubs of Secrets Manager, SQS, DynamoDB and Frame.io on one local port.

/** Data that the thread is started with. */
export interface StubThreadData {
  /** Receives the name of each call: the AWS operation, or method and path. */
  readonly calls: MessagePort;
}

interface StubResponse {
  readonly status: number;
  readonly body: unknown;
}

/** The part of AWS's requests that a response depends on. */
interface AwsInput {
  readonly SecretId?: string;
  readonly VersionStage?: string;
  readonly MessageBody?: string;
}

const SECRETS: Readonly<Record<string, string>> = {
  [SECRET_IDS.signingSecrets]: SIGNING_SECRET,
  [SECRET_IDS.apiCredentials]: API_TOKEN,
};

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
  text: 'interview.mp4 is ready: video/mp4, 48297311 bytes.',
  timestamp: null,
  created_at: '2026-11-23T12:00:01.000000Z',
  updated_at: '2026-11-23T12:00:01.000000Z',
};

const { calls }: StubThreadData = workerData;
const server = createServer(async (request, response) => {
  const operation = request.headers['x-amz-target'];
  let requestBody = '';
  for await (const chunk of request) requestBody += chunk;
  const call = operation === undefined ? `${request.method} ${request.url}` : String(operation);
  const { status, body } = operation === undefined ? frameioResponse(call) : awsResponse(call, JSON.parse(requestBody));
  calls.postMessage(call);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : undefined);
});

function frameioResponse(call: string): StubResponse {
  if (/^GET .*\/files\/[^/]+$/.test(call)) return { status: 200, body: { data: FILE } };
  if (/^POST .*\/comments$/.test(call)) return { status: 201, body: { data: COMMENT } };
  return { status: 404, body: { errors: [{ detail: 'Not Found' }] } };
}

/** The queue accepts every message. The table is empty, because every delivery of the bench is new. */
function awsResponse(operation: string, input: AwsInput): StubResponse {
  switch (operation) {
    case 'secretsmanager.GetSecretValue':
      return secretResponse(input);
    case 'AmazonSQS.SendMessage': {
      const digest = createHash('md5')
        .update(input.MessageBody ?? '')
        .digest('hex');
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

/** The secrets have never been rotated, so they have no previous version. */
function secretResponse({ SecretId = '', VersionStage }: AwsInput): StubResponse {
  const secret = VersionStage === 'AWSPREVIOUS' ? undefined : SECRETS[SecretId];
  return secret === undefined
    ? { status: 400, body: { __type: 'ResourceNotFoundException', message: 'The secret has no such version.' } }
    : { status: 200, body: { ARN: SecretId, Name: SecretId, SecretString: secret } };
}
