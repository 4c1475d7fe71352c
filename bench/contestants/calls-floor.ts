import { createHmac, timingSafeEqual } from 'node:crypto';
import { Agent as SecureAgent } from 'node:https';
import type { HttpEvent } from '../deliveries.ts';

// What a queued endpoint costs at least: a secret fetched, a delivery verified and sent on, over Node's own client and
// with nothing else, not even a signature for AWS. Not `import 'node:http'`, which would load undici.
const { Agent, request } = process.getBuiltinModule('node:http');

// Only loaded: the services of the benchmark do without TLS, those of AWS do not.
new SecureAgent().destroy();

const agent = new Agent({ keepAlive: true });

function call(url: string | undefined, target: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': target, 'content-length': Buffer.byteLength(body) };
    const outgoing = request(url ?? '', { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const wanted = JSON.stringify({ SecretId: process.env.SIGNING_SECRETS_SECRET_ID });
const answer = await call(process.env.AWS_ENDPOINT_URL_SECRETS_MANAGER, 'secretsmanager.GetSecretValue', wanted);
const signingSecret: string = JSON.parse(answer).SecretString;

export async function handler({ headers, body }: HttpEvent) {
  const signed = `v0:${headers['x-frameio-request-timestamp']}:${body}`;
  const expected = createHmac('sha256', signingSecret).update(signed).digest();
  const claimed = Buffer.from(headers['x-frameio-signature']?.slice('v0='.length) ?? '', 'hex');
  if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return { statusCode: 401 };
  await call(process.env.AWS_ENDPOINT_URL_SQS, 'AmazonSQS.SendMessage', JSON.stringify({ MessageBody: body }));
  return { statusCode: 202 };
}
