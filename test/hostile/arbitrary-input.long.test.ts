import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EndpointUnderTest } from '../support/endpoint-under-test.ts';
import { signedBytes } from '../support/events.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => {
    expect(endpoint.leaks).toEqual([]);
    expect(endpoint.commentCount).toBe(0);
  });
  afterAll(() => endpoint.stop());

  const statusOf = async (event: unknown) => {
    const result = await endpoint.invoke(event);
    return typeof result === 'object' && result !== null && 'statusCode' in result ? result.statusCode : result;
  };

  const header = fc.oneof(
    fc.constantFrom(
      'x-frameio-signature',
      'X-Frameio-Request-Timestamp',
      'content-encoding',
      '__proto__',
      'constructor',
    ),
    fc.string(),
  );
  const anyHeaders = fc.dictionary(header, fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()));
  const digits = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 64, maxLength: 64 });
  const wellFormed = digits.map((hex) => ({
    'x-frameio-request-timestamp': String(Math.floor(Date.now() / 1_000)),
    'x-frameio-signature': `v0=${hex.join('')}`,
  }));
  const headers = fc.oneof(anyHeaders, wellFormed);

  it('refuses an event of any shape, and does not throw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (event) => {
        expect(await statusOf(event)).toBe(401);
      }),
    );
  });

  it('refuses any headers with any body, and does not throw', async () => {
    const event = fc.record(
      {
        headers,
        multiValueHeaders: fc.dictionary(header, fc.jsonValue()),
        body: fc.jsonValue(),
        isBase64Encoded: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(event, async (value) => {
        expect(await statusOf(value)).toBe(401);
      }),
      { numRuns: 300 },
    );
    expect(endpoint.logs.join('\n')).toContain('"reason":"mismatch"'); // many have a well-formed signature
  });

  it('answers 200 or 400 to any signed bytes, and does not throw', async () => {
    const bytes = fc.oneof(
      fc.uint8Array().map((array) => Buffer.from(array)),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (body) => {
        expect([200, 400]).toContain(await statusOf(signedBytes(body, endpoint.signingSecret)));
      }),
    );
  });

  it('refuses a delivery with any signed bit flipped', async () => {
    const change = fc.record({
      at: fc.nat(),
      bit: fc.integer({ min: 0, max: 6 }),
      part: fc.constantFrom('body', 'timestamp'),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, bit, part }) => {
        const delivery = endpoint.genuine();
        const stamp = 'x-frameio-request-timestamp';
        const changed =
          part === 'body'
            ? { ...delivery, body: flip(delivery.body, at, bit) }
            : {
                ...delivery,
                headers: { ...delivery.headers, [stamp]: flip(String(delivery.headers[stamp]), at, bit) },
              };
        expect(await statusOf(changed)).toBe(401);
      }),
    );
  });

  function flip(text: string, at: number, bit: number): string {
    const bytes = Buffer.from(text);
    const index = at % bytes.length;
    bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index);
    return bytes.toString('utf8');
  }
});
