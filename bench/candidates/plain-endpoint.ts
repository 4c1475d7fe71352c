import { createHmac, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { HttpEvent } from '../events.ts';

// The endpoint's job in one file, without this framework: the AWS SDK with its defaults, and `fetch`.

interface FrameioFile {
  readonly name: string;
  readonly media_type: string;
  readonly file_size: number;
}

const secretsManager = new SecretsManagerClient();
let secrets: Promise<[signingSecret: string, token: string]> | undefined;

async function getSecret(secretId: string | undefined): Promise<string> {
  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: secretId }));
  if (!SecretString) throw new Error(`The secret ${secretId} is empty. Set its value.`);
  return SecretString;
}

function isSignatureValid({ headers, body }: HttpEvent, signingSecret: string): boolean {
  const timestamp = headers['x-frameio-request-timestamp'];
  if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > 300) return false;
  const expected = Buffer.from(
    `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  );
  const received = Buffer.from(headers['x-frameio-signature'] ?? '');
  return received.length === expected.length && timingSafeEqual(received, expected);
}

async function callFrameio(token: string, path: string, init: RequestInit = {}): Promise<{ data: FrameioFile }> {
  const response = await fetch(`${process.env.FRAMEIO_BASE_URL}/v4${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  if (!response.ok) throw new Error(`Expected a 2xx status from Frame.io, not ${response.status}.`);
  return JSON.parse(await response.text());
}

export async function handler(event: HttpEvent) {
  secrets ??= Promise.all([
    getSecret(process.env.SIGNING_SECRETS_SECRET_ID),
    getSecret(process.env.API_CREDENTIALS_SECRET_ID),
  ]);
  const [signingSecret, token] = await secrets;
  if (!isSignatureValid(event, signingSecret)) return { statusCode: 401 };

  const { type, account, resource } = JSON.parse(event.body);
  if (type === 'file.ready') {
    const { data: file } = await callFrameio(token, `/accounts/${account.id}/files/${resource.id}`);
    await callFrameio(token, `/accounts/${account.id}/files/${resource.id}/comments`, {
      method: 'POST',
      body: JSON.stringify({ data: { text: `${file.name} is ready: ${file.media_type}, ${file.file_size} bytes.` } }),
    });
  }
  return { statusCode: 200 };
}
