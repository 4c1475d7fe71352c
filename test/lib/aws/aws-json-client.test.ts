import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AwsJsonClient, type AwsJsonClientOptions } from '../../../lib/aws/aws-json-client.ts';
import { expectedSignature } from '../../support/aws-signature.ts';
import { withEnvironment } from '../../support/environment.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'the-secret-key', sessionToken: 'the-session-token' };

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer((response) => json(response, 200, { said: 'yes' }));
});
afterEach(() => server.close());

function client(options: Partial<AwsJsonClientOptions> = {}): AwsJsonClient {
  const service = 'sqs';
  return new AwsJsonClient({
    service,
    region: 'eu-west-1',
    endpoint: server.url,
    credentials: CREDENTIALS,
    ...options,
  });
}

describe('a call', () => {
  it.each([
    { service: 'secretsmanager', type: 'application/x-amz-json-1.1', target: 'secretsmanager.Do' },
    { service: 'sqs', type: 'application/x-amz-json-1.0', target: 'AmazonSQS.Do' },
    { service: 'dynamodb', type: 'application/x-amz-json-1.0', target: 'DynamoDB_20120810.Do' },
  ] as const)('to $service goes out in its protocol, and comes back parsed', async ({ service, type, target }) => {
    expect(await client({ service }).call('Do', { It: 'Grüße' })).toEqual({ said: 'yes' });
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/',
        headers: { 'content-type': type, 'x-amz-target': target },
        body: '{"It":"Grüße"}',
      },
    ]);
  });

  it('arrives as it was signed', async () => {
    await client().call('Do', { It: 'Grüße' });
    const [request] = server.seen;
    if (!request) throw new Error('Nothing arrived.');
    expect(request.headers.authorization).toContain(`Signature=${expectedSignature(request, 'the-secret-key')}`);
    expect(request.headers['x-amz-security-token']).toBe('the-session-token');
  });

  it('shares one connection with those before it', async () => {
    const sqs = client();
    for (const _ of [1, 2, 3]) await sqs.call('Do', {});
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  it('goes below the path of the endpoint', async () => {
    await client({ endpoint: `${server.url}/base` }).call('Do', {});
    expect(server.seen).toMatchObject([{ url: '/base' }]);
  });
});

describe('what the client is not told it reads from the environment, when it is called', () => {
  let restore: () => void;
  beforeEach(() => {
    restore = withEnvironment({
      AWS_REGION: 'ap-south-1',
      AWS_ACCESS_KEY_ID: 'id-of-lambda',
      AWS_SECRET_ACCESS_KEY: 'key-of-lambda',
      AWS_SESSION_TOKEN: undefined,
      AWS_ENDPOINT_URL_SQS: server.url,
    });
  });
  afterEach(() => restore());

  it('region, credentials and address', async () => {
    const sqs = new AwsJsonClient({ service: 'sqs' });
    process.env.AWS_ACCESS_KEY_ID = 'id-of-later';
    await sqs.call('Do', {});
    const scope = /Credential=id-of-later\/\d{8}\/ap-south-1\/sqs\/aws4_request/;
    expect(server.seen).toMatchObject([{ headers: { authorization: expect.stringMatching(scope) } }]);
  });

  it.each([
    ['AWS_REGION', /set AWS_REGION/],
    ['AWS_SECRET_ACCESS_KEY', /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  ])('without %s it is a ConfigError that says so, and nothing is sent', async (name, message) => {
    delete process.env[name];
    delete process.env.AWS_DEFAULT_REGION;
    const call = new AwsJsonClient({ service: 'sqs' }).call('Do', {});
    await expect(call).rejects.toMatchObject({ code: 'config_error', message: expect.stringMatching(message) });
    expect(server.seen).toEqual([]);
  });
});
