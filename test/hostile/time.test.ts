import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';

let endpoint: EndpointUnderTest;
beforeAll(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(() => expect(endpoint.leaks).toEqual([]));
afterAll(() => endpoint.stop());

const now = () => Math.floor(Date.now() / 1_000);

/** A delivery whose signature is right for exactly this timestamp header. */
function stamped(timestamp: string | undefined) {
  const delivery = endpoint.genuine();
  const { 'x-frameio-request-timestamp': _, ...headers } = delivery.headers;
  if (timestamp === undefined) return { ...delivery, headers };
  return endpoint.genuine({ timestampHeader: timestamp });
}

describe('a timestamp that is none is refused, though it was signed', () => {
  it.each<[number, string, () => string | undefined]>([
    [21, 'missing', () => undefined],
    [22, 'empty', () => ''],
    [23, 'NaN', () => 'NaN'],
    [23, 'an exponent', () => '1e10'],
    [23, 'hexadecimal', () => '0x10'],
    [23, 'spaces around', () => ` ${now()} `],
    [23, 'a separator', () => `${now()}`.replace(/(\d{3})$/, '_$1')],
    [23, 'full-width digits', () => `${now()}`.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
    [23, 'something behind', () => `${now()}junk`],
    [23, 'a fraction', () => `${now()}.0`],
    [23, 'a leading zero', () => `0${now()}`],
    [23, 'a plus', () => `+${now()}`],
    [24, 'negative', () => `-${now()}`],
    [24, 'zero', () => '0'],
    [24, '2^53', () => '9007199254740992'],
    [24, 'thirty digits', () => '1'.repeat(30)],
    [25, 'in milliseconds', () => `${now()}000`],
    [26, '301 s old', () => `${now() - 301}`],
    [27, '302 s ahead', () => `${now() + 302}`],
    [27, 'ten years ahead', () => `${now() + 315_360_000}`],
  ])('%i: %s', async (_, __, timestamp) => {
    const before = endpoint.commentCount;
    expect(await endpoint.invoke(stamped(timestamp()))).toEqual(UNAUTHORIZED);
    expect(endpoint.commentCount).toBe(before);
  });
});

// A second of room on the far side, as the clock runs between here and there; the exact edge is verifySignature's test.
it.each([
  [28, 'the oldest allowed', -299],
  [28, 'the newest allowed', 300],
])('%i: %s is believed', async (number, name, offset) => {
  const delivery = endpoint.genuine({ timestamp: now() + offset, body: endpoint.body({ case: `${number} ${name}` }) });
  expect(await endpoint.invoke(delivery)).toEqual(response(200, 'completed'));
});

it('29: a timestamp that was changed no longer fits its signature', async () => {
  const delivery = endpoint.genuine();
  const headers = { ...delivery.headers, 'x-frameio-request-timestamp': `${now() - 1}` };
  expect(await endpoint.invoke({ ...delivery, headers })).toEqual(UNAUTHORIZED);
});

it.each([
  [30, 'four minutes fast', 240_000],
  [30, 'four minutes slow', -240_000],
])('%i: a function whose clock is %s believes what is genuine', async (number, name, clockSkewMs) => {
  const delivery = endpoint.genuine({ body: endpoint.body({ case: `${number} ${name}` }) });
  expect(await endpoint.invoke(delivery, { clockSkewMs })).toEqual(response(200, 'completed'));
});
