import type { IncomingMessage } from 'node:http';
import { ENV } from '../lib/env.ts';
import { API_TOKEN, SIGNING_SECRET } from './secrets.ts';

/** Secrets Manager and Frame.io, answering on one local port. */
export interface StubServices {
  /** What has been called, in order: the AWS operation, or method and path. */
  readonly calls: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const SECRET_IDS = { signingSecrets: 'bench/signing-secrets', apiCredentials: 'bench/api-credentials' } as const;

const SECRETS: Readonly<Record<string, string>> = {
  [SECRET_IDS.signingSecrets]: SIGNING_SECRET,
  [SECRET_IDS.apiCredentials]: API_TOKEN,
};

/**
 * Starts the services inside this process, so that a measurement needs no second one, and points the environment at
 * them. They end with the process.
 */
export async function startStubServices(): Promise<StubServices> {
  // Not `import 'node:http'`: as an ES module it loads undici on Node 24, some 13 ms that the endpoint's bundle avoids
  // and others do not. Paid here, for everyone, it would hide the difference that is to be measured.
  const { createServer } = process.getBuiltinModule('node:http');
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const { call, answer } = await answerTo(request);
    calls.push(call);
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The stub services have no port.');
  const url = `http://127.0.0.1:${address.port}`;
  Object.assign(process.env, {
    [ENV.secretsManagerUrl]: url,
    [ENV.frameioBaseUrl]: url,
    [ENV.signingSecretsSecretId]: SECRET_IDS.signingSecrets,
    [ENV.apiCredentialsSecretId]: SECRET_IDS.apiCredentials,
  });
  return { calls };
}

async function answerTo(request: IncomingMessage): Promise<{ call: string; answer: Answer }> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const operation = request.headers['x-amz-target'];
  if (typeof operation === 'string') return { call: operation, answer: getSecretValue(JSON.parse(body)) };
  const call = `${request.method} ${request.url}`;
  if (/^GET .*\/files\/[^/]+$/.test(call)) return { call, answer: { status: 200, body: { data: FILE } } };
  if (/^POST .*\/comments$/.test(call)) return { call, answer: { status: 201, body: { data: COMMENT } } };
  return { call, answer: { status: 404, body: { errors: [{ detail: 'Not Found' }] } } };
}

/** Secrets that have never been rotated: there is no version before the current one. */
function getSecretValue({ SecretId, VersionStage }: { SecretId: string; VersionStage?: string }): Answer {
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
