import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';

let endpoint: EndpointUnderTest;
beforeAll(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(() => expect(endpoint.leaks).toEqual([]));
afterAll(() => endpoint.stop());

const genuine = () => endpoint.genuine({ body: endpoint.body({ case: expect.getState().currentTestName }) });

describe('a method other than POST is answered 405, though it was signed', () => {
  it.each(['GET', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'PATCH', 'get'])('%s', async (method) => {
    const answer = { statusCode: 405, headers: { allow: 'POST' }, body: '' };
    const event = genuine();
    expect(await endpoint.invoke({ ...event, requestContext: { http: { method } } })).toEqual(answer);
    expect(await endpoint.invoke({ headers: event.headers, body: event.body, httpMethod: method })).toEqual(answer);
  });
});

describe('an event with parts missing is refused', () => {
  it.each<[string, unknown]>([
    ['headers null', { ...{ headers: null }, body: '{}' }],
    ['body null', { headers: {}, body: null }],
    ['no request context', { headers: {}, body: '{}' }],
    ['request context null', { headers: {}, body: '{}', requestContext: null }],
    ['all parts null', { headers: null, multiValueHeaders: null, body: null, requestContext: null, httpMethod: null }],
    ['no part', {}],
    ['null', null],
    ['a list', []],
    ['a text', 'file.ready'],
    ['a batch of a queue', { Records: [{ messageId: '1', body: '{}', eventSource: 'aws:sqs' }] }],
  ])('%s', async (event) => {
    expect(await endpoint.invoke(event)).toEqual(UNAUTHORIZED);
  });

  it('a signed one needs no request context', async () => {
    const { headers, body } = genuine();
    expect(await endpoint.invoke({ headers, body })).toEqual(response(200, 'completed'));
  });
});

describe('every service that calls a Lambda over HTTP is understood', () => {
  it.each<[string, (delivery: ReturnType<typeof genuine>) => unknown]>([
    ['API Gateway, payload v2', (delivery) => delivery],
    [
      'API Gateway, payload v1',
      ({ headers, body }) => ({
        version: '1.0',
        resource: '/frameio',
        path: '/frameio',
        httpMethod: 'POST',
        headers,
        multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
        requestContext: { httpMethod: 'POST', path: '/frameio', stage: '$default' },
        body,
        isBase64Encoded: false,
      }),
    ],
    [
      'a load balancer',
      ({ headers, body }) => ({
        requestContext: { elb: { targetGroupArn: 'arn' } },
        httpMethod: 'POST',
        path: '/frameio',
        queryStringParameters: {},
        headers,
        body,
        isBase64Encoded: false,
      }),
    ],
    [
      'a function URL, body in base64',
      ({ headers, body }) => ({
        version: '2.0',
        rawPath: '/',
        headers,
        requestContext: { domainName: 'id.lambda-url.us-east-1.on.aws', http: { method: 'POST', path: '/' } },
        body: Buffer.from(body).toString('base64'),
        isBase64Encoded: true,
      }),
    ],
  ])('%s', async (_, shape) => {
    const before = endpoint.commentCount;
    expect(await endpoint.invoke(shape(genuine()))).toEqual(response(200, 'completed'));
    expect(endpoint.commentCount).toBe(before + 1);
  });
});

describe('a delivery captured and sent again runs nothing', () => {
  it.each<[string, (delivery: ReturnType<typeof genuine>) => unknown]>([
    ['as it was', (delivery) => delivery],
    [
      'with another header',
      (delivery) => ({ ...delivery, headers: { ...delivery.headers, 'x-forwarded-for': '::1' } }),
    ],
    ['with another query', (delivery) => ({ ...delivery, rawQueryString: 'again=1' })],
    [
      'in another shape',
      ({ headers, body }) => ({ headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
    ],
  ])('%s', async (_, again) => {
    const delivery = genuine();
    expect(await endpoint.invoke(delivery)).toEqual(response(200, 'completed'));
    const before = endpoint.commentCount;
    expect(await endpoint.invoke(again(delivery))).toEqual(response(200, 'duplicate'));
    expect(endpoint.commentCount).toBe(before);
  });

  it('but one that failed is run again when Frame.io sends it again', async () => {
    endpoint.apiFault = 500;
    const delivery = genuine();
    expect(await endpoint.invoke(delivery)).toEqual(response(500, 'failed'));
    endpoint.apiFault = undefined;
    expect(await endpoint.invoke(delivery)).toEqual(response(200, 'completed'));
  });
});

describe('a flood', () => {
  beforeAll(() => endpoint.invoke({})); // the cold start asks for the secrets once

  it('of unsigned requests asks Secrets Manager nothing', async () => {
    const { length: calls } = endpoint.secretsManager.calls;
    for (let number = 0; number < 1_000; number += 1) {
      expect(await endpoint.invoke({ headers: {}, body: `${number}` })).toEqual(UNAUTHORIZED);
    }
    expect(endpoint.secretsManager.calls).toHaveLength(calls);
  });

  it('of forged signatures makes it ask once in 30 s, for both versions', async () => {
    const clockSkewMs = 60_000;
    const { length: calls } = endpoint.secretsManager.calls;
    for (let number = 0; number < 1_000; number += 1) {
      expect(await endpoint.invoke(endpoint.genuine({ secret: `forged ${number}` }), { clockSkewMs })).toEqual(
        UNAUTHORIZED,
      );
    }
    expect(endpoint.secretsManager.calls.slice(calls)).toEqual(
      ['AWSCURRENT', 'AWSPREVIOUS'].map((versionStage) => ({
        operation: 'GetSecretValue',
        secretId: 'signing-secrets',
        versionStage,
      })),
    );
  });

  it('learns nothing from the answers, alike for wrong and nearly right', async () => {
    const delivery = genuine();
    const right = String(delivery.headers['x-frameio-signature']);
    const answers = [
      `v0=${'0'.repeat(64)}`,
      `${right.slice(0, 35)}${'0'.repeat(32)}`,
      `${right.slice(0, 66)}`,
      'v0=zz',
    ].map((signature) =>
      endpoint.invoke.bind(endpoint, {
        ...delivery,
        headers: { ...delivery.headers, 'x-frameio-signature': signature },
      }),
    );
    for (const answer of answers) expect(await answer()).toEqual(UNAUTHORIZED);
  });
});

it('nothing that was sent or is secret is in the log, at any level, when a handler fails', async () => {
  endpoint.apiFault = 401;
  expect(await endpoint.invoke(genuine())).toEqual(response(500, 'failed'));
  endpoint.apiFault = undefined;
  expect(endpoint.logs.join('\n')).toContain('UnauthorizedError');
  expect(endpoint.leaks).toEqual([]);
});
