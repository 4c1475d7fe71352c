import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  const isAction = options.requests === 'action';
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  const genuine = () => endpoint.genuine({ body: endpoint.body({ case: expect.getState().currentTestName }) });

  describe('a replayed delivery', () => {
    it.each<[string, (delivery: ReturnType<typeof genuine>) => unknown]>([
      ['unchanged', (delivery) => delivery],
      [
        'with another header',
        (delivery) => ({ ...delivery, headers: { ...delivery.headers, 'x-forwarded-for': '::1' } }),
      ],
      ['with another query', (delivery) => ({ ...delivery, rawQueryString: 'again=1' })],
      [
        'with another payload format',
        ({ headers, body }) => ({ headers, body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
      ],
    ])('runs no handler: %s', async (_, again) => {
      const delivery = genuine();
      expect(await endpoint.invoke(delivery)).toEqual(endpoint.accepted);
      const before = endpoint.commentCount;
      expect(await endpoint.invoke(again(delivery))).toEqual(isAction ? endpoint.accepted : response(200, 'duplicate'));
      expect(endpoint.commentCount).toBe(before);
    });

    it(`${isAction ? 'has the same answer' : 'is handled again'} if it failed before`, async () => {
      endpoint.apiFault = 500;
      const delivery = genuine();
      const failed = await endpoint.invoke(delivery);
      endpoint.apiFault = undefined;
      expect(failed).toMatchObject({ statusCode: isAction ? 200 : 500 });
      expect(await endpoint.invoke(delivery)).toEqual(isAction ? failed : endpoint.accepted);
    });
  });

  describe('a flood of requests', () => {
    beforeAll(() => endpoint.invoke({})); // the cold start fetches the secrets

    it('makes no call to Secrets Manager without signatures', async () => {
      const { length: calls } = endpoint.secretsManager.calls;
      for (let number = 0; number < 1_000; number += 1) {
        expect(await endpoint.invoke({ headers: {}, body: `${number}` })).toEqual(UNAUTHORIZED);
      }
      expect(endpoint.secretsManager.calls).toHaveLength(calls);
    });

    it('fetches both versions of the secret once in 30 s with forged signatures', async () => {
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

    it('receives the same response to wrong and to nearly correct signatures', async () => {
      const delivery = genuine();
      const correct = String(delivery.headers['x-frameio-signature']);
      const invocations = [
        `v0=${'0'.repeat(64)}`,
        `${correct.slice(0, 35)}${'0'.repeat(32)}`,
        `${correct.slice(0, 66)}`,
        'v0=zz',
      ].map((signature) =>
        endpoint.invoke.bind(endpoint, {
          ...delivery,
          headers: { ...delivery.headers, 'x-frameio-signature': signature },
        }),
      );
      for (const invoke of invocations) expect(await invoke()).toEqual(UNAUTHORIZED);
    });
  });

  it('logs no content of a delivery and no secret, at any level, when a handler fails', async () => {
    endpoint.apiFault = 401;
    expect(await endpoint.invoke(genuine())).toMatchObject({ statusCode: isAction ? 200 : 500 });
    endpoint.apiFault = undefined;
    expect(endpoint.logs.join('\n')).toContain('UnauthorizedError');
    expect(endpoint.leaks).toEqual([]);
  });
});
