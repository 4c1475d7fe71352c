import { afterEach, describe, expect, it } from '@jest/globals';
import { ConfigError, FrameioClient, ServerToServerAuth } from '../../../lib/index.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

type Answer = Parameters<typeof scriptedServer>[0];

const CREDENTIALS = { clientId: 'the-id', clientSecret: 'canary-client-secret' };
const DAY_SECONDS = 86_399;

/** Gives out `token-1`, `token-2`, and so on. */
const tokens: Answer = (response, number) =>
  json(response, 200, { access_token: `token-${number}`, token_type: 'bearer', expires_in: DAY_SECONDS });

let ims: ScriptedServer;
afterEach(() => ims?.close());

async function authAgainst(answer: Answer) {
  ims = await scriptedServer(answer);
  const clock = testClock();
  return { clock, auth: new ServerToServerAuth({ ...CREDENTIALS, imsUrl: ims.url, clock }) };
}

describe('an exchange', () => {
  it('sends the credentials as a form, and never in the address', async () => {
    const { auth } = await authAgainst(tokens);
    expect(await auth.getToken()).toBe('token-1');
    expect(ims.seen).toMatchObject([
      {
        method: 'POST',
        url: '/ims/token/v3',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials&client_id=the-id&client_secret=canary-client-secret&scope=openid%2CAdobeID%2Cframe.s2s.all',
      },
    ]);
  });

  it('is made once for everybody who waits', async () => {
    const { auth } = await authAgainst(tokens);
    expect(await Promise.all([auth.get(), auth.get(), auth.refresh()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(ims.seen).toHaveLength(1);
  });

  it('is made anew five minutes before the token expires, and not before', async () => {
    const { auth, clock } = await authAgainst(tokens);
    await auth.get();
    clock.pass((DAY_SECONDS - 301) * 1_000);
    expect(await auth.get()).toBe('token-1');
    clock.pass(1_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('is made anew a tenth of its life early where a token lives for minutes only', async () => {
    const { auth, clock } = await authAgainst((response, number) =>
      json(response, 200, { access_token: `token-${number}`, expires_in: 100 }),
    );
    await auth.get();
    clock.pass(89_999);
    expect(await auth.get()).toBe('token-1');
    clock.pass(1);
    expect(await auth.get()).toBe('token-2');
  });

  it('is forced once after a 401, however many calls get one', async () => {
    const { auth, clock } = await authAgainst(tokens);
    await auth.get();
    clock.pass(60_000);
    expect(await Promise.all([auth.refresh(), auth.refresh()])).toEqual(['token-2', 'token-2']);
    expect(await auth.refresh()).toBe('token-2');
    expect(ims.seen).toHaveLength(2);
  });
});

describe('while Adobe IMS is down', () => {
  const down: Answer = (response) => response.writeHead(503).end('Service unavailable');

  it('it is left alone for longer and longer, and calls fail at once', async () => {
    const { auth, clock } = await authAgainst(down);
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const asked = ims.seen.length;
      await expect(auth.get()).rejects.toMatchObject({
        code: 'token_exchange_failed',
        status: 503,
        retryAfterMs: waitMs,
      });
      clock.pass(waitMs - 1);
      await expect(auth.get()).rejects.toMatchObject({ code: 'token_exchange_failed', retryAfterMs: 1 });
      clock.pass(1);
      expect(ims.seen).toHaveLength(asked + 1);
    }
  });

  it('retry-after is obeyed', async () => {
    const { auth } = await authAgainst((response) => response.writeHead(429, { 'retry-after': '90' }).end());
    await expect(auth.get()).rejects.toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });

  it('a token that is still valid is served on', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? tokens(response, number, request) : down(response, number, request),
    );
    await auth.get();
    clock.pass((DAY_SECONDS - 100) * 1_000);
    expect(await auth.get()).toBe('token-1');
    clock.pass(100_000);
    await expect(auth.get()).rejects.toMatchObject({ code: 'token_exchange_failed' });
  });

  it('it is asked again once it is up', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? down(response, number, request) : tokens(response, number, request),
    );
    await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: 1_000 });
    clock.pass(1_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('nobody answering is a failure like another', async () => {
    const { auth } = await authAgainst(down);
    await ims.close();
    await expect(auth.get()).rejects.toMatchObject({ code: 'token_exchange_failed', status: undefined });
  });
});

it.each([
  { name: 'wrong credentials', status: 400, body: '{"error":"invalid_client"}', reason: 'invalid_client' },
  { name: 'an answer that is no JSON', status: 200, body: '<html>', reason: undefined },
  { name: 'an answer without a token', status: 200, body: '{"access_token":""}', reason: undefined },
  { name: 'words that could be a secret', status: 400, body: '{"error":"canary-client-secret!"}', reason: undefined },
])('$name are told without a secret', async ({ status, body, reason }) => {
  const { auth } = await authAgainst((response) => response.writeHead(status).end(body));
  const error = await auth.get().catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'token_exchange_failed', status, reason });
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('canary');
});

it('credentials without their secret are a ConfigError', () => {
  expect(() => new ServerToServerAuth({ clientId: 'a', clientSecret: '' })).toThrow(ConfigError);
});

it('the client takes the credentials themselves, and asks for a new token after a 401', async () => {
  ims = await scriptedServer(tokens);
  const clock = testClock();
  const api = await scriptedServer((response, number) => {
    clock.pass(60_000);
    json(response, number === 2 ? 401 : 200, { data: {} });
  });
  const client = new FrameioClient({ token: { ...CREDENTIALS, imsUrl: ims.url, clock }, baseUrl: api.url });
  await client.users.show();
  await client.users.show();
  await api.close();
  const sent = api.seen.map(({ headers }) => headers.authorization);
  expect(sent).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});
