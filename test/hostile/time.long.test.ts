import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EndpointUnderTest } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterEach(() => expect(endpoint.leaks).toEqual([]));
  afterAll(() => endpoint.stop());

  const now = () => Math.floor(Date.now() / 1_000);

  // The unit test of `verifySignature` has the exact limits.
  it.each([
    ['four minutes old', -240],
    ['five minutes ahead', 300],
  ])('verifies a timestamp that is %s', async (name, offset) => {
    const delivery = endpoint.genuine({ timestamp: now() + offset, body: endpoint.body({ case: name }) });
    expect(await endpoint.invoke(delivery)).toEqual(endpoint.accepted);
  });

  it.each([
    ['four minutes fast', 240_000],
    ['four minutes slow', -240_000],
  ])('verifies a genuine delivery when the function’s clock is %s', async (name, clockSkewMs) => {
    const delivery = endpoint.genuine({ body: endpoint.body({ case: name }) });
    expect(await endpoint.invoke(delivery, { clockSkewMs })).toEqual(endpoint.accepted);
  });
});
