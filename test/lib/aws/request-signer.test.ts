import { describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { RequestSigner } from '../../../lib/aws/request-signer.ts';
import type { AwsServiceName } from '../../../lib/aws/services.ts';
import { Sha256 } from '../../../lib/aws/sha256.ts';

const NOW = Date.UTC(2026, 10, 23, 12);
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};

/** A request, and the signature that AWS's SDK for Python gave it (botocore 1.44.5, `SigV4Auth`). */
interface Vector {
  readonly name: string;
  readonly service: AwsServiceName;
  readonly region: string;
  readonly url: string;
  readonly type: string;
  readonly target: string;
  readonly body: string;
  readonly sessionToken?: string;
  readonly signedHeaders: string;
  readonly signature: string;
}

const VECTORS: readonly Vector[] = [
  {
    name: 'with the session token of a Lambda',
    service: 'secretsmanager',
    region: 'eu-central-1',
    url: 'https://secretsmanager.eu-central-1.amazonaws.com/',
    type: 'application/x-amz-json-1.1',
    target: 'secretsmanager.GetSecretValue',
    body: '{"SecretId":"the-secret"}',
    sessionToken: 'session/token+==',
    signedHeaders: 'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target',
    signature: '39caf9cc4cd66e7012f204950a18306f79ff40cc85c48addd5608b7ecf295c2a',
  },
  {
    name: 'with a body beyond ASCII',
    service: 'sqs',
    region: 'us-east-1',
    url: 'https://sqs.us-east-1.amazonaws.com/',
    type: 'application/x-amz-json-1.0',
    target: 'AmazonSQS.SendMessage',
    body: '{"MessageBody":"Grüße 🎬"}',
    signedHeaders: 'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target',
    signature: '4c8efea34544906150c07d4ee8c157466a4c5f09c869335a0a18f3b4d07e630c',
  },
  {
    name: 'to an address with a port and a path',
    service: 'dynamodb',
    region: 'us-west-2',
    url: 'http://127.0.0.1:4566/some/path',
    type: 'application/x-amz-json-1.0',
    target: 'DynamoDB_20120810.PutItem',
    body: '{}',
    signedHeaders: 'content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target',
    signature: '4000bed879cc6f74790c0a7a2002f8f3e6817f0fabeb57482d015b4d0c4a5ab0',
  },
];

describe('signs like the AWS SDK for Python', () => {
  it.each(VECTORS)('a request $name', async ({ service, region, url, type, target, body, ...vector }) => {
    const { sessionToken, signedHeaders, signature } = vector;
    const credentials = { ...CREDENTIALS, ...(sessionToken && { sessionToken }) };
    const signer = new RequestSigner({ service, region, credentials: () => credentials });
    const headers = { 'content-type': type, 'user-agent': 'not signed', 'x-amz-target': target };
    const scope = `${CREDENTIALS.accessKeyId}/20261123/${region}/${service}/aws4_request`;
    expect(await signer.sign(new URL(url), headers, body, NOW)).toMatchObject({
      ...headers,
      host: new URL(url).host,
      'x-amz-date': '20261123T120000Z',
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
    });
  });
});

it("signs like AWS's own signer, whatever is to be sent", async () => {
  const text = fc.string({ unit: 'grapheme' });
  const headerText = fc.stringMatching(/^[!-~]([ -~]*[!-~])?$/);
  const request = fc.record({
    url: fc.webUrl({ validSchemes: ['http', 'https'] }),
    headers: fc.dictionary(fc.stringMatching(/^x-[a-z0-9-]{1,20}$/), headerText, { maxKeys: 5 }),
    body: text,
    region: fc.constantFrom('us-east-1', 'eu-central-1'),
    accessKeyId: fc.stringMatching(/^[A-Z0-9]{16,20}$/),
    secretAccessKey: fc.base64String({ minLength: 16 }),
    sessionToken: fc.option(fc.base64String({ minLength: 4 }), { nil: undefined }),
    now: fc.date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ url, headers, body, region, sessionToken, now, ...keys }) => {
      const { protocol, hostname, host, pathname: path } = new URL(url);
      const credentials = { ...keys, ...(sessionToken !== undefined && { sessionToken }) };
      const signer = new SignatureV4({ service: 'sqs', region, credentials, sha256: Sha256 });
      const unsigned = { method: 'POST', protocol, hostname, path, query: {}, headers: { ...headers, host }, body };
      const expected = await signer.sign(unsigned, { signingDate: now });
      const own = new RequestSigner({ service: 'sqs', region, credentials: () => credentials });
      expect(await own.sign(new URL(url), headers, body, now.getTime())).toEqual(expected.headers);
    }),
  );
});

it('asks for the credentials each time: they may have changed', async () => {
  const keys = ['FIRST', 'SECOND'];
  const credentials = () => ({ ...CREDENTIALS, accessKeyId: keys.shift() ?? '' });
  const signer = new RequestSigner({ service: 'sqs', region: 'us-east-1', credentials });
  const sign = async () => (await signer.sign(new URL('https://x.example/'), {}, '', NOW)).authorization;
  expect(await sign()).toContain('Credential=FIRST/');
  expect(await sign()).toContain('Credential=SECOND/');
});
