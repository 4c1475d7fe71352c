import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

type Delivery = ReturnType<EndpointUnderTest['genuine']>;

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  const NAME = 'x-frameio-signature';
  const signatureOf = ({ headers }: Delivery) => String(headers[NAME]);
  const hexOf = (delivery: Delivery) => signatureOf(delivery).slice(3);

  /** Returns a genuine delivery with another signature header, or with none for `undefined`. */
  function resigned(change: (delivery: Delivery) => string | undefined) {
    const delivery = endpoint.genuine();
    const { [NAME]: _, ...headers } = delivery.headers;
    const signature = change(delivery);
    return { ...delivery, headers: signature === undefined ? headers : { ...headers, [NAME]: signature } };
  }

  function hmac(text: string, secret = endpoint.signingSecret): string {
    return createHmac('sha256', secret).update(text).digest('hex');
  }

  const timestampOf = ({ headers }: Delivery) => headers['x-frameio-request-timestamp'];

  describe('an invalid signature', () => {
    it.each<[string, () => unknown]>([
      ['no header', () => resigned(() => undefined)],
      ['an empty header', () => resigned(() => '')],
      ['a version without a digest', () => resigned(() => 'v0=')],
      ['a digest without a version', () => resigned(hexOf)],
      [
        'another version with its correct digest',
        () => resigned((it) => `v1=${hmac(`v1:${timestampOf(it)}:${it.body}`)}`),
      ],
      ['the correct digest in upper case', () => resigned((it) => `v0=${hexOf(it).toUpperCase()}`)],
      ['a digit too few', () => resigned((it) => signatureOf(it).slice(0, -1))],
      ['a digit too many', () => resigned((it) => `${signatureOf(it)}0`)],
      ['digits that are not hexadecimal', () => resigned(() => `v0=${'g'.repeat(64)}`)],
      ['characters beyond ASCII', () => resigned((it) => `v0=é${hexOf(it).slice(1)}`)],
      ['full-width digits', () => resigned(() => `v0=${'０'.repeat(64)}`)],
      ['eight kilobytes', () => resigned(() => `v0=${'a'.repeat(8_192)}`)],
      ['one bit flipped', () => resigned((it) => `v0=${flipLastBit(hexOf(it))}`)],
      ['of the body and a newline', () => resigned((it) => `v0=${hmac(`v0:${timestampOf(it)}:${it.body}\n`)}`)],
      [
        'of the body without its final newline',
        () => ({ ...endpoint.genuine(), body: `${endpoint.genuine().body}\n` }),
      ],
      ['made with the secret of another webhook', () => endpoint.genuine({ secret: 'of-another-webhook' })],
      [
        'of the same JSON in another form',
        () => resigned((it) => `v0=${hmac(`v0:${timestampOf(it)}:${reserialise(it.body)}`)}`),
      ],
      ['a wrong and a correct one, joined', () => resigned((it) => `v0=${'0'.repeat(64)},${signatureOf(it)}`)],
      [
        'a wrong and a correct one, in two headers',
        () => ({ ...endpoint.genuine(), multiValueHeaders: { [NAME]: ['v0=bad', signatureOf(endpoint.genuine())] } }),
      ],
      ['the correct one after a space', () => resigned((it) => ` ${signatureOf(it)}`)],
      ['the correct one before a space', () => resigned((it) => `${signatureOf(it)} `)],
    ])('is unauthorized, without effect: %s', async (_, event) => {
      const before = endpoint.commentCount;
      const { length: calls } = endpoint.apiCalls;
      expect(await endpoint.invoke(event())).toEqual(UNAUTHORIZED);
      expect(endpoint.commentCount).toBe(before);
      expect(endpoint.apiCalls).toHaveLength(calls);
    });
  });

  describe('a valid signature', () => {
    const upperCased = ({ headers }: Delivery) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]));
    const multiValued = ({ headers }: Delivery) =>
      Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));

    it.each<[string, (delivery: Delivery) => object]>([
      ['in payload v2, with header names in lower case', (delivery) => delivery],
      [
        'in payload v2, with header names in upper case',
        (delivery) => ({ ...delivery, headers: upperCased(delivery) }),
      ],
      [
        'in payload v1, with header names in upper case',
        (delivery) => ({ httpMethod: 'POST', headers: upperCased(delivery), body: delivery.body }),
      ],
      [
        'in multiValueHeaders only',
        (delivery) => ({
          httpMethod: 'POST',
          headers: null,
          multiValueHeaders: multiValued(delivery),
          body: delivery.body,
        }),
      ],
    ])('verifies %s', async (name, change) => {
      const before = endpoint.commentCount;
      const delivery = endpoint.genuine({ body: endpoint.body({ case: name }) });
      expect(await endpoint.invoke(change(delivery))).toEqual(endpoint.accepted);
      expect(endpoint.commentCount).toBe(before + 1);
    });
  });

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

  function flipLastBit(hex: string): string {
    const bytes = Buffer.from(hex, 'hex');
    bytes.writeUInt8(bytes.readUInt8(31) ^ 1, 31);
    return bytes.toString('hex');
  }

  function reserialise(json: string): string {
    return JSON.stringify(JSON.parse(json), null, 1);
  }
});
