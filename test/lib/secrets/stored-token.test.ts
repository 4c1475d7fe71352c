import { afterEach, describe, expect, it } from '@jest/globals';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { StoredToken } from '../../../lib/secrets/stored-token.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';

let ims: ScriptedServer;
afterEach(() => ims?.close());

/** Creates the token of a secret. The stub of Adobe IMS issues a different token to each client. */
async function tokenOf(secret: { text: string }): Promise<StoredToken> {
  ims = await scriptedServer((response, number, { body }) => {
    const clientId = new URLSearchParams(body).get('client_id');
    json(response, 200, { access_token: `${clientId}-${number}`, expires_in: 86_399 });
  });
  const store = new SecretCache({
    secretId: 'credentials',
    ttlMs: 0,
    refreshIntervalMs: 0,
    fetch: async () => ({ current: secret.text }),
  });
  return new StoredToken(store, { logger: new MemoryLogger(), imsUrl: ims.url });
}
const credentials = (id: string) => JSON.stringify({ client_id: id, client_secret: 'p-secret' });

it('returns a token in the secret', async () => {
  const token = await tokenOf({ text: '{"token":"fio-u-abc"}' });
  expect(await token.get()).toBe('fio-u-abc');
  expect(ims.seen).toEqual([]);
});

it('exchanges unchanged credentials once', async () => {
  const token = await tokenOf({ text: credentials('one') });
  expect([await token.get(), await token.get()]).toEqual(['one-1', 'one-1']);
});

it('exchanges replaced credentials again', async () => {
  const secret = { text: credentials('one') };
  const token = await tokenOf(secret);
  await token.get();
  secret.text = credentials('two');
  expect([await token.get(), await token.refresh()]).toEqual(['two-2', 'two-2']);
});

it('fetches only the current version', async () => {
  const requested: string[] = [];
  const secret = new SecretCache({
    secretId: 'credentials',
    fetch: async (request) => {
      requested.push(request.requested);
      return { current: 'fio-u-abc' };
    },
  });
  const token = new StoredToken(secret, { logger: new MemoryLogger(), imsUrl: undefined });
  await token.get();
  await token.refresh();
  expect(requested).toEqual(['current', 'current']);
});

it('returns a token that replaced credentials', async () => {
  const secret = { text: credentials('one') };
  const token = await tokenOf(secret);
  await token.get();
  secret.text = 'fio-u-abc';
  expect(await token.refresh()).toBe('fio-u-abc');
});

describe('a token that a rotation stored', () => {
  const withToken = (token: string, expiresAt: Date) =>
    JSON.stringify({ ...JSON.parse(credentials('one')), token, token_expires_at: expiresAt.toISOString() });
  const inOneHour = new Date(Date.now() + 3_600_000);

  it('is used without a call to Adobe IMS', async () => {
    const token = await tokenOf({ text: withToken('stored', inOneHour) });
    expect(await token.get()).toBe('stored');
    expect(ims.seen).toEqual([]);
  });

  it('is not used once it has expired', async () => {
    const token = await tokenOf({ text: withToken('stored', new Date(Date.now() - 1)) });
    expect([await token.get(), await token.get()]).toEqual(['one-1', 'one-1']);
  });

  it('is replaced after a 401 by the token of the next rotation, without a call to Adobe IMS', async () => {
    const secret = { text: withToken('stored', inOneHour) };
    const token = await tokenOf(secret);
    await token.get();
    secret.text = withToken('next', inOneHour);
    expect(await token.refresh()).toBe('next');
    expect(ims.seen).toEqual([]);
  });

  it('is replaced after a 401 by a new one from Adobe IMS, if no rotation stored another', async () => {
    const token = await tokenOf({ text: withToken('stored', inOneHour) });
    await token.get();
    expect([await token.refresh(), await token.get()]).toEqual(['one-1', 'one-1']);
  });
});

it('counts the exchanges that fail', async () => {
  const recorded: string[] = [];
  const metrics = { record: (name: string) => void recorded.push(name), publish: () => undefined };
  ims = await scriptedServer((response) => json(response, 400, { error: 'invalid_client' }));
  const secret = new SecretCache({ secretId: 'credentials', fetch: async () => ({ current: credentials('one') }) });
  const token = new StoredToken(secret, { logger: new MemoryLogger(), metrics, imsUrl: ims.url });
  await expect(token.get()).rejects.toThrow(/invalid_client/);
  expect(recorded).toEqual(['TokenExchangesFailed']);
});
