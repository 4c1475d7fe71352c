import { createHash, createHmac } from 'node:crypto';
import type { SeenRequest } from './scripted-server.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/**
 * Returns the signature that a POST without a query must have (IAM user guide, "Create a signed AWS API request"). It
 * shares no code with the signer, so that one mistake cannot be in both.
 */
export function expectedSignature({ url, headers, body }: SeenRequest, secretAccessKey: string): string {
  const { authorization = '' } = headers;
  const [, scope = '', names = ''] = /Credential=[^/]+\/(\S+), SignedHeaders=(\S+),/.exec(authorization) ?? [];
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const request = ['POST', url, '', lines.join(''), names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return hmac(key, toSign).toString('hex');
}
