import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  describe('an unusable secret', () => {
    it.each([
      ['empty', ''],
      ['white space', ' \n'],
      ['an empty object', '{}'],
      ['an object of empty texts', '{"webhook":""}'],
      ['a placeholder', '<signing secret>'],
    ])('verifies nothing and logs how to set it when it is %s', async (_, text) => {
      const broken = await EndpointUnderTest.start(({ secretsManager }) => {
        secretsManager.put('signing-secrets', text);
        secretsManager.put('signing-secrets', text); // the previous version would verify
      }, options);
      for (const secret of ['', text, text.trim()].filter((one, index, all) => all.indexOf(one) === index)) {
        expect(await broken.invoke(broken.genuine({ secret: secret === '' ? '' : secret }))).toEqual(UNAVAILABLE);
      }
      expect(broken.commentCount).toBe(0);
      expect(broken.logs.join('\n')).toContain(
        'aws secretsmanager put-secret-value --region us-east-1 --secret-id signing-secrets',
      );
      await broken.stop();
    });

    it('verifies nothing and logs how to set it when it is missing', async () => {
      const broken = await EndpointUnderTest.start(
        ({ secretsManager }) => secretsManager.create('signing-secrets'),
        options,
      );
      expect(await broken.invoke(broken.genuine())).toEqual(UNAVAILABLE);
      expect(broken.logs.join('\n')).toContain(
        'aws secretsmanager put-secret-value --region us-east-1 --secret-id signing-secrets',
      );
      await broken.stop();
    });
  });

  it('verifies a signature made by openssl: printf "v0:1700000000:$BODY" | openssl dgst -sha256 -hmac a-signing-secret', async () => {
    const other = await EndpointUnderTest.start(
      ({ secretsManager }) => secretsManager.put('signing-secrets', 'a-signing-secret'),
      options,
    );
    const headers = {
      'x-frameio-request-timestamp': '1700000000',
      'x-frameio-signature': 'v0=6fb0e17de8beb90ac4f2dbea1a1a745392acb222d3c7cb4afeed5c35103995bd',
    };
    const body =
      '{"account":{"id":"6f70f1bd-7e89-4a7e-b4d3-7e576585a181"},"resource":{"id":"d3075547-4e64-45f0-ad12-d075660eddd2","type":"file"},"type":"file.ready","name":"Übergröße 🎬"}';
    const clockSkewMs = 1_700_000_000_000 - Date.now();
    // It verifies, but has no workspace. A forged one would be unauthorized.
    expect(await other.invoke({ headers, body }, { clockSkewMs })).toEqual(response(400, 'invalid_event'));
    await other.stop();
  });

  it('ignores white space around a stored secret', async () => {
    const other = await EndpointUnderTest.start(
      ({ secretsManager, signingSecret }) => secretsManager.put('signing-secrets', `${signingSecret}\n`),
      options,
    );
    expect(await other.invoke(other.genuine())).toEqual(endpoint.accepted);
    await other.stop();
  });
});
