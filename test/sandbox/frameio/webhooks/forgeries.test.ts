import { expect, it } from '@jest/globals';
import { verifySignature } from '../../../../lib/signature/verify-signature.ts';
import { FORGERIES, isForgeryName, signRequest } from '../../../../sandbox/frameio/webhooks/forgeries.ts';

const REQUEST = { body: '{"type":"file.ready"}', secret: 'a-signing-secret', timestamp: 1_700_000_000 };

/** Whether the framework accepts a request. */
function isGenuine({ body, headers }: ReturnType<typeof signRequest>): boolean {
  const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = headers;
  if (timestamp === undefined || signature === undefined) return false;
  return verifySignature({ body: Buffer.from(body), timestamp, signature }, [REQUEST.secret], REQUEST.timestamp).ok;
}

it('signs a genuine request', () => {
  expect(isGenuine(signRequest(REQUEST))).toBe(true);
});

it.each(Object.keys(FORGERIES).filter(isForgeryName))('%s is a request that the framework refuses', (name) => {
  const { body, headers } = signRequest(REQUEST, name);
  expect(isGenuine({ body, headers })).toBe(false);
  expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
});

it('knows no other names', () => {
  expect(['stale', 'constructor', undefined].map(isForgeryName)).toEqual([true, false, false]);
});
