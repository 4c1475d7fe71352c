import { expect, it } from '@jest/globals';
import { EndpointUnderTest, UNAVAILABLE } from '../support/endpoint-under-test.ts';

it('a bundle logs the source position of an error', async () => {
  const endpoint = await EndpointUnderTest.start(({ secretsManager }) => {
    secretsManager.fault = 'denied';
  });
  try {
    expect(await endpoint.invoke(endpoint.genuine())).toEqual(UNAVAILABLE);
    const line = endpoint.logs.find((text) => text.includes('signing secrets unavailable')) ?? '';
    expect(line).toMatch(/lib\/secrets\/secret-cache\.ts:\d+:\d+/);
    expect(line).not.toContain('index.mjs');
  } finally {
    await endpoint.stop();
  }
});
