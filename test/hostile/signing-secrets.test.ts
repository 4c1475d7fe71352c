import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FaultOption } from '../../sandbox/aws/json-protocol/json-service.ts';
import { EndpointUnderTest, response, UNAUTHORIZED, UNAVAILABLE } from '../support/endpoint-under-test.ts';

const HOUR_MS = 3_600_000;
const TTL_MS = 300_000;
/** Longer than the time between two fetches of a secret that proves wrong. */
const REFRESH_MS = 31_000;
const COMPLETED = response(200, 'completed');
const OLD = 'canary-of-the-old-signing-secret';
const NEW = 'canary-of-the-new-signing-secret';
const UUID = '6f2c3b8e-1a57-4e0b-9f5d-7d2a0c9b1e34';
const WEBHOOK = {
  id: UUID,
  name: 'production-webhook-of-dailies',
  url: 'https://abc123.execute-api.eu-central-1.amazonaws.com/frameio',
  workspace_id: 'bffe8bcf-3cac-4945-9c7e-569caa5de5bd',
  events: ['file.ready'],
  created_at: '2026-02-12T21:34:58.501275Z',
};

let endpoint: EndpointUnderTest;
beforeEach(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(async () => {
  expect(endpoint.leaks).toEqual([]);
  expect(log()).not.toMatch(/canary-of-the-(old|new)/);
  await endpoint.stop();
});

const log = () => endpoint.logs.join('\n');
const store = (value: unknown) =>
  endpoint.secretsManager.put('signing-secrets', typeof value === 'string' ? value : JSON.stringify(value));

/** Sends a delivery that is signed in some ms. The clock of the function is as far ahead. */
async function deliverAfter(clockSkewMs: number, secret: string): Promise<unknown> {
  const timestamp = Math.floor((Date.now() + clockSkewMs) / 1_000);
  return await endpoint.invoke(endpoint.genuine({ secret, timestamp }), { clockSkewMs });
}

/** Fetching this version fails. */
const faultOf =
  (stage: string): FaultOption =>
  ({ input }) =>
    input.VersionStage === stage ? 'throttled' : undefined;

describe('a stored webhook object', () => {
  it.each([
    { name: 'whole', value: { ...WEBHOOK, secret: NEW } },
    { name: 'as Frame.io returned it', value: { data: { ...WEBHOOK, secret: NEW } } },
  ])('verifies with its field "secret" only when it is stored $name', async ({ value }) => {
    store(value);
    const forgeries = Object.values(WEBHOOK).flat();
    for (const [index, secret] of forgeries.entries()) {
      expect(await deliverAfter(index * REFRESH_MS, secret)).toEqual(UNAUTHORIZED);
    }
    expect(endpoint.commentCount).toBe(0);
    expect(await deliverAfter(forgeries.length * REFRESH_MS, NEW)).toEqual(COMPLETED);
    expect(log()).toContain('"signing secrets refused"');
    expect(log()).not.toContain(WEBHOOK.url);
  });

  it('verifies nothing when it has no secret', async () => {
    store(WEBHOOK);
    store(WEBHOOK);
    for (const secret of Object.values(WEBHOOK).flat()) expect(await deliverAfter(0, secret)).toEqual(UNAVAILABLE);
  });
});

describe('a value that cannot be a signing secret', () => {
  it.each([
    { reason: 'url in the current version', value: WEBHOOK.url },
    { reason: 'url in the current version at webhook', value: { webhook: WEBHOOK.url } },
    { reason: 'uuid in the current version', value: UUID },
    { reason: 'uuid in the current version at webhook', value: { webhook: UUID } },
    { reason: 'date in the current version at webhook', value: { webhook: WEBHOOK.created_at } },
    { reason: 'too_short in the current version', value: 'fifteen-letters' },
    { reason: 'too_short in the current version at env', value: { env: 'prod' } },
  ])('verifies nothing: $reason', async ({ reason, value }) => {
    store(value);
    store(value); // so that the previous version is unusable too
    const secret = String(typeof value === 'string' ? value : Object.values(value)[0]);
    expect(await deliverAfter(0, secret)).toEqual(UNAVAILABLE);
    expect(endpoint.commentCount).toBe(0);
    expect(log()).toContain(`(${reason})`);
    expect(log()).not.toContain(secret === 'prod' ? '"prod"' : secret);
  });
});

describe('the previous version', () => {
  beforeEach(async () => {
    store(OLD);
    store(NEW);
    expect(await deliverAfter(0, OLD)).toEqual(COMPLETED);
  });

  it('verifies for 24 hours, in a running process and in a new one', async () => {
    expect(await deliverAfter(24 * HOUR_MS - 60_000, OLD)).toEqual(COMPLETED);
    expect(await deliverAfter(24 * HOUR_MS, OLD)).toEqual(UNAUTHORIZED);
    expect(await deliverAfter(24 * HOUR_MS, NEW)).toEqual(COMPLETED);
    await endpoint.recycle();
    expect(await deliverAfter(24 * HOUR_MS, OLD)).toEqual(UNAUTHORIZED);
  });

  it('ends during an outage of Secrets Manager too', async () => {
    endpoint.secretsManager.fault = 'down';
    expect(await deliverAfter(24 * HOUR_MS, OLD)).toEqual(UNAUTHORIZED);
    expect(await deliverAfter(24 * HOUR_MS, NEW)).toEqual(COMPLETED);
  });

  it('is revoked within the time to live when the new secret is stored a second time', async () => {
    store(NEW);
    expect(await deliverAfter(TTL_MS + 1_000, OLD)).toEqual(UNAUTHORIZED);
    expect(await deliverAfter(TTL_MS + 1_000, NEW)).toEqual(COMPLETED);
    await endpoint.recycle();
    expect(await deliverAfter(0, OLD)).toEqual(UNAUTHORIZED);
  });
});

describe('beside a version that is unusable', () => {
  it.each([
    { version: 'a placeholder', text: 'REPLACE_ME', reason: 'placeholder' },
    { version: 'a typo', text: `{"webhook":"${NEW}`, reason: 'malformed_json' },
    { version: 'cut off', text: 'canary', reason: 'too_short' },
  ])('the previous version verifies when the new one is $version', async ({ text, reason }) => {
    store(OLD);
    expect(await deliverAfter(0, OLD)).toEqual(COMPLETED);
    store(text);
    expect(await deliverAfter(TTL_MS + 1_000, OLD)).toEqual(COMPLETED); // in a running process
    await endpoint.recycle();
    endpoint.logs.length = 0;
    expect(await deliverAfter(TTL_MS + 1_000, OLD)).toEqual(COMPLETED);
    expect(log()).toMatch(new RegExp(`"level":"ERROR".*"signing secrets refused".*${reason} in the current version`));
    expect(log()).toMatch(new RegExp(`"reason":"${reason}","SecretsUnusable":\\[1\\]`));
    expect(await deliverAfter(24 * HOUR_MS + 60_000, OLD)).toEqual(UNAVAILABLE);
  });

  it('the current version verifies when the previous one cannot be fetched', async () => {
    store(OLD);
    store(NEW);
    endpoint.secretsManager.fault = faultOf('AWSPREVIOUS');
    expect(await deliverAfter(0, 'a-forged-signing-secret')).toEqual(UNAUTHORIZED); // causes the fetch
    expect(await deliverAfter(1_000, NEW)).toEqual(COMPLETED);
    expect(log()).toMatch(/"level":"ERROR".*"previous version of the secret not fetched"/);
    expect(log()).toContain('"reason":"not_fetched","SecretsUnusable":[1]');
    endpoint.secretsManager.fault = undefined;
    expect(await deliverAfter(REFRESH_MS, OLD)).toEqual(COMPLETED);
  });
});
