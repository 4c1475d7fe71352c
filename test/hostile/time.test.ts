import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, UNAUTHORIZED } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  const now = () => Math.floor(Date.now() / 1_000);

  /** Returns a delivery that is signed with exactly this timestamp header. */
  function stamped(timestamp: string | undefined) {
    const delivery = endpoint.genuine();
    const { 'x-frameio-request-timestamp': _, ...headers } = delivery.headers;
    if (timestamp === undefined) return { ...delivery, headers };
    return endpoint.genuine({ timestampHeader: timestamp });
  }

  describe('a signed timestamp', () => {
    it.each<[string, () => string | undefined]>([
      ['missing', () => undefined],
      ['empty', () => ''],
      ['NaN', () => 'NaN'],
      ['an exponent', () => '1e10'],
      ['hexadecimal', () => '0x10'],
      ['with spaces around it', () => ` ${now()} `],
      ['with a separator', () => `${now()}`.replace(/(\d{3})$/, '_$1')],
      [
        'in full-width digits',
        () => `${now()}`.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
      ],
      ['with letters after it', () => `${now()}junk`],
      ['with a fraction', () => `${now()}.0`],
      ['with a leading zero', () => `0${now()}`],
      ['with a plus sign', () => `+${now()}`],
      ['negative', () => `-${now()}`],
      ['zero', () => '0'],
      ['2^53', () => '9007199254740992'],
      ['of thirty digits', () => '1'.repeat(30)],
      ['in milliseconds', () => `${now()}000`],
      ['301 s old', () => `${now() - 301}`],
      ['302 s ahead', () => `${now() + 302}`],
      ['ten years ahead', () => `${now() + 315_360_000}`],
    ])('is refused: %s', async (_, timestamp) => {
      const before = endpoint.commentCount;
      expect(await endpoint.invoke(stamped(timestamp()))).toEqual(UNAUTHORIZED);
      expect(endpoint.commentCount).toBe(before);
    });
  });

  // A second of room on the old side: the clock advances until the function reads it. The unit test of `verifySignature` has
  // the exact limits.
  it.each([
    ['the oldest allowed', -299],
    ['the newest allowed', 300],
  ])('%s timestamp verifies', async (name, offset) => {
    const delivery = endpoint.genuine({ timestamp: now() + offset, body: endpoint.body({ case: name }) });
    expect(await endpoint.invoke(delivery)).toEqual(endpoint.accepted);
  });

  it('refuses a timestamp that was changed after it was signed', async () => {
    const delivery = endpoint.genuine();
    const headers = { ...delivery.headers, 'x-frameio-request-timestamp': `${now() - 1}` };
    expect(await endpoint.invoke({ ...delivery, headers })).toEqual(UNAUTHORIZED);
  });

  it.each([
    ['four minutes fast', 240_000],
    ['four minutes slow', -240_000],
  ])('verifies a genuine delivery when the function’s clock is %s', async (name, clockSkewMs) => {
    const delivery = endpoint.genuine({ body: endpoint.body({ case: name }) });
    expect(await endpoint.invoke(delivery, { clockSkewMs })).toEqual(endpoint.accepted);
  });
});
