import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { createSecretsManagerClient } from '../../../lib/aws/secrets-manager-client.ts';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { expectedSignature } from '../../support/aws-signature.ts';
import { withEnvironment } from '../../support/environment.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'the-secret-key', sessionToken: 'the-session-token' };

let server: ScriptedServer;
beforeEach(async () => {
  server = await scriptedServer((response) => json(response, 200, { QueueUrls: ['yes'], SecretString: 'yes' }));
});
afterEach(() => server.close());

const options = (endpoint = server.url) => ({ region: 'eu-west-1', endpoint, credentials: CREDENTIALS });
const list = () => new ListQueuesCommand({ QueueNamePrefix: 'Grüße' });

describe('AwsClient.send', () => {
  it.each([
    {
      service: 'secretsmanager',
      type: 'application/x-amz-json-1.1',
      target: 'secretsmanager.GetSecretValue',
      send: () => createSecretsManagerClient(options()).send(new GetSecretValueCommand({ SecretId: 'Grüße' })),
      body: '{"SecretId":"Grüße"}',
    },
    {
      service: 'sqs',
      type: 'application/x-amz-json-1.0',
      target: 'AmazonSQS.ListQueues',
      send: () => createSqsClient(options()).send(list()),
      body: '{"QueueNamePrefix":"Grüße"}',
    },
    {
      service: 'dynamodb',
      type: 'application/x-amz-json-1.0',
      target: 'DynamoDB_20120810.GetItem',
      send: () =>
        createDynamoDbClient(options()).send(new GetItemCommand({ TableName: 't', Key: { id: { S: 'Grüße' } } })),
      body: '{"TableName":"t","Key":{"id":{"S":"Grüße"}}}',
    },
  ])('uses the protocol of $service', async ({ type, target, send, body }) => {
    await send();
    expect(server.seen).toMatchObject([
      { method: 'POST', url: '/', headers: { 'content-type': type, 'x-amz-target': target }, body },
    ]);
  });

  it('returns the parsed response', async () => {
    expect(await createSqsClient(options()).send(list())).toMatchObject({ QueueUrls: ['yes'] });
  });

  it('sends the request as signed', async () => {
    await createSqsClient(options()).send(list());
    const [request] = server.seen;
    if (!request) throw new Error('Nothing arrived.');
    expect(request.headers.authorization).toContain(`Signature=${expectedSignature(request, 'the-secret-key')}`);
    expect(request.headers['x-amz-security-token']).toBe('the-session-token');
  });

  it('reuses the connection of earlier calls', async () => {
    const sqs = createSqsClient(options());
    for (const _ of [1, 2, 3]) await sqs.send(list());
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 1, 1]);
  });

  it('adds to the path of the endpoint', async () => {
    await createSqsClient(options(`${server.url}/base`)).send(list());
    expect(server.seen).toMatchObject([{ url: '/base/' }]);
  });

  it('names the framework as the user agent', async () => {
    await createSqsClient(options()).send(list());
    expect(server.seen).toMatchObject([{ headers: { 'user-agent': expect.stringContaining('app/frameio-lambda') } }]);
  });
});

describe('AwsClient without options', () => {
  let restore: () => void;
  beforeEach(() => {
    restore = withEnvironment({
      AWS_REGION: 'ap-south-1',
      AWS_DEFAULT_REGION: undefined,
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: '/nowhere',
      AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'id-of-lambda',
      AWS_SECRET_ACCESS_KEY: 'key-of-lambda',
      AWS_SESSION_TOKEN: undefined,
      AWS_ENDPOINT_URL_SQS: server.url,
    });
  });
  afterEach(() => restore());

  it('reads region, credentials and endpoint from the environment at the first call', async () => {
    const sqs = createSqsClient();
    process.env.AWS_ACCESS_KEY_ID = 'id-of-later';
    await sqs.send(list());
    const scope = /Credential=id-of-later\/\d{8}\/ap-south-1\/sqs\/aws4_request/;
    expect(server.seen).toMatchObject([{ headers: { authorization: expect.stringMatching(scope) } }]);
  });

  it.each([
    ['AWS_REGION', /set AWS_REGION/],
    ['AWS_SECRET_ACCESS_KEY', /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
  ])('throws a ConfigError without %s and sends nothing', async (name, message) => {
    delete process.env[name];
    const call = createSqsClient().send(list());
    await expect(call).rejects.toMatchObject({ code: 'config_error', message: expect.stringMatching(message) });
    expect(server.seen).toEqual([]);
  });
});
