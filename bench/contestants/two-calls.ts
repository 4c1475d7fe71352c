import { createHmac, timingSafeEqual } from 'node:crypto';
import { Agent as SecureAgent } from 'node:https';
import type { HttpEvent } from '../deliveries.ts';

// Not `import 'node:http'`, which would load undici.
const { Agent, request } = process.getBuiltinModule('node:http');

// Only loaded: the services of the benchmark do without TLS, those of AWS do not.
new SecureAgent().destroy();

const agent = new Agent({ keepAlive: true });

/** A call to AWS, as it is to be signed. */
export interface Call {
  readonly service: 'secretsmanager' | 'sqs';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What may be done beside the calls. */
export interface Extras {
  /** Gives the headers to send. */
  readonly sign?: (call: Call) => Promise<Readonly<Record<string, string>>>;
  readonly log?: (message: string) => void;
}

/**
 * What a queued endpoint costs at least: a secret fetched, a delivery verified and sent on, over Node's own client, with
 * nothing else.
 */
export async function queuedEndpoint({ sign = async ({ headers }) => headers, log = () => {} }: Extras) {
  async function call(service: Call['service'], address: string | undefined, target: string, input: object) {
    const [url, body] = [new URL(address ?? ''), JSON.stringify(input)];
    const headers = { host: url.host, 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
    return await post(url, await sign({ service, url, headers, body }), body);
  }

  const { AWS_ENDPOINT_URL_SECRETS_MANAGER, AWS_ENDPOINT_URL_SQS, SIGNING_SECRETS_SECRET_ID } = process.env;
  const wanted = { SecretId: SIGNING_SECRETS_SECRET_ID };
  const secret = await call(
    'secretsmanager',
    AWS_ENDPOINT_URL_SECRETS_MANAGER,
    'secretsmanager.GetSecretValue',
    wanted,
  );
  const signingSecret: string = JSON.parse(secret).SecretString;

  return async ({ headers, body }: HttpEvent) => {
    const signed = `v0:${headers['x-frameio-request-timestamp']}:${body}`;
    const expected = createHmac('sha256', signingSecret).update(signed).digest();
    const claimed = Buffer.from(headers['x-frameio-signature']?.slice('v0='.length) ?? '', 'hex');
    if (claimed.length !== expected.length || !timingSafeEqual(claimed, expected)) return { statusCode: 401 };
    await call('sqs', AWS_ENDPOINT_URL_SQS, 'AmazonSQS.SendMessage', { MessageBody: body });
    log('event queued');
    return { statusCode: 202 };
  };
}

function post({ hostname, port, pathname }: URL, headers: Readonly<Record<string, string>>, body: string) {
  return new Promise<string>((resolve, reject) => {
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { hostname, port, path: pathname, method: 'POST', agent, headers: { ...headers, ...length } };
    const outgoing = request(options, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
