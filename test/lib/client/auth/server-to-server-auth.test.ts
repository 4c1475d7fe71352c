import { afterEach, describe, expect, it } from '@jest/globals';
import { ServerToServerAuth } from '../../../../lib/client/auth/server-to-server-auth.ts';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { ConfigError } from '../../../../lib/core/errors.ts';
import { redact } from '../../../../lib/observability/redact.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

type Responder = Parameters<typeof scriptedServer>[0];

const CREDENTIALS = { clientId: 'the-id', clientSecret: 'canary-client-secret' };
const DAY_SECONDS = 86_399;

/** Returns `token-1`, `token-2`, and so on. */
const tokens: Responder = (response, number) =>
  json(response, 200, { access_token: `token-${number}`, token_type: 'bearer', expires_in: DAY_SECONDS });

let ims: ScriptedServer;
afterEach(() => ims?.close());

async function authAgainst(respond: Responder) {
  ims = await scriptedServer(respond);
  const clock = testClock();
  return { clock, auth: new ServerToServerAuth({ ...CREDENTIALS, imsUrl: ims.url, clock }) };
}

describe('an exchange', () => {
  it('sends the credentials as a form, never in the URL', async () => {
    const { auth } = await authAgainst(tokens);
    expect(await auth.getToken()).toBe('token-1');
    expect(ims.seen).toMatchObject([
      {
        method: 'POST',
        url: '/ims/token/v3',
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: 'grant_type=client_credentials&client_id=the-id&client_secret=canary-client-secret&scope=openid%2CAdobeID%2Cframe.s2s.all',
      },
    ]);
  });

  it('sends a client secret unchanged, whatever characters it has', async () => {
    const clientSecret = 'p8e-&scope=all+%2B ü=#?/';
    ims = await scriptedServer(tokens);
    await new ServerToServerAuth({ clientId: 'a&b', clientSecret, imsUrl: ims.url, clock: testClock() }).get();
    expect(Object.fromEntries(new URLSearchParams(ims.seen[0]?.body))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'a&b',
      client_secret: clientSecret,
      scope: 'openid,AdobeID,frame.s2s.all',
    });
  });

  it('has credentials and a token that no log line shows', async () => {
    const { auth } = await authAgainst((response) => json(response, 200, { access_token: 'an-access-token' }));
    await auth.get();
    expect(redact('canary-client-secret, an-access-token')).toBe('[redacted], [redacted]');
  });

  it('is shared by all concurrent calls', async () => {
    const { auth } = await authAgainst(tokens);
    expect(await Promise.all([auth.get(), auth.get(), auth.refresh()])).toEqual(['token-1', 'token-1', 'token-1']);
    expect(ims.seen).toHaveLength(1);
  });

  it('is repeated five minutes before the token expires, not earlier', async () => {
    const { auth, clock } = await authAgainst(tokens);
    await auth.get();
    clock.advance((DAY_SECONDS - 301) * 1_000);
    expect(await auth.get()).toBe('token-1');
    clock.advance(1_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('is repeated a tenth of the lifetime early for a short-lived token', async () => {
    const { auth, clock } = await authAgainst((response, number) =>
      json(response, 200, { access_token: `token-${number}`, expires_in: 100 }),
    );
    await auth.get();
    clock.advance(89_999);
    expect(await auth.get()).toBe('token-1');
    clock.advance(1);
    expect(await auth.get()).toBe('token-2');
  });

  it.each([
    { name: 'no lifetime', body: {} },
    { name: 'a lifetime of zero', body: { expires_in: 0 } },
    { name: 'a lifetime that is not a number', body: { expires_in: 'soon' } },
  ])('is repeated after 55 minutes for a token with $name', async ({ body }) => {
    const { auth, clock } = await authAgainst((response, number) =>
      json(response, 200, { access_token: `token-${number}`, ...body }),
    );
    await auth.get();
    clock.advance(55 * 60_000 - 1);
    expect(await auth.get()).toBe('token-1');
    clock.advance(1);
    expect(await auth.get()).toBe('token-2');
  });

  it('is not repeated after a 401 while the token is younger than 30 s', async () => {
    const { auth, clock } = await authAgainst(tokens);
    await auth.get();
    clock.advance(29_999);
    expect(await auth.refresh()).toBe('token-1');
    clock.advance(1);
    expect(await auth.refresh()).toBe('token-2');
  });

  it('is sent again if a kept-alive connection was closed', async () => {
    const { auth, clock } = await authAgainst((response, number, request) => {
      if (number === 2) response.destroy();
      else tokens(response, number, request);
    });
    await auth.get();
    clock.advance(60_000);
    expect(await auth.refresh()).toBe('token-3');
  });

  it('is repeated once when several calls receive a 401', async () => {
    const { auth, clock } = await authAgainst(tokens);
    await auth.get();
    clock.advance(60_000);
    expect(await Promise.all([auth.refresh(), auth.refresh()])).toEqual(['token-2', 'token-2']);
    expect(await auth.refresh()).toBe('token-2');
    expect(ims.seen).toHaveLength(2);
  });
});

describe('while Adobe IMS is down', () => {
  const down: Responder = (response) => response.writeHead(503).end('Service unavailable');

  it('waits longer after every failure, and rejects calls at once meanwhile', async () => {
    const { auth, clock } = await authAgainst(down);
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const requests = ims.seen.length;
      await expect(auth.get()).rejects.toMatchObject({
        code: 'token_exchange_failed',
        status: 503,
        retryAfterMs: waitMs,
      });
      clock.advance(waitMs - 1);
      await expect(auth.get()).rejects.toMatchObject({
        code: 'token_exchange_failed',
        message: 'Adobe IMS answered the token request with 503. The next request is sent in 1 ms or later.',
        status: 503,
        retryAfterMs: 1,
      });
      clock.advance(1);
      expect(ims.seen).toHaveLength(requests + 1);
    }
  });

  it('waits for retry-after', async () => {
    const { auth } = await authAgainst((response) => response.writeHead(429, { 'retry-after': '90' }).end());
    await expect(auth.get()).rejects.toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });

  it('waits for retry-after for five minutes at most', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? response.writeHead(429, { 'retry-after': '99999999' }).end() : tokens(response, number, request),
    );
    await expect(auth.get()).rejects.toMatchObject({ status: 429, retryAfterMs: 300_000 });
    clock.advance(300_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('waits for its own time if retry-after is shorter', async () => {
    const { auth, clock } = await authAgainst((response) => response.writeHead(503, { 'retry-after': '1' }).end());
    for (const waitMs of [1_000, 2_000, 4_000]) {
      await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: waitMs });
      clock.advance(waitMs);
    }
  });

  it('waits for a second again after a success', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 3 ? tokens(response, number, request) : down(response, number, request),
    );
    for (const waitMs of [1_000, 2_000]) {
      await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: waitMs });
      clock.advance(waitMs);
    }
    expect(await auth.get()).toBe('token-3');
    clock.advance(DAY_SECONDS * 1_000);
    await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: 1_000 });
  });

  it('returns a token that has not expired', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? tokens(response, number, request) : down(response, number, request),
    );
    await auth.get();
    clock.advance((DAY_SECONDS - 100) * 1_000);
    expect(await auth.get()).toBe('token-1');
    clock.advance(100_000);
    await expect(auth.get()).rejects.toMatchObject({ code: 'token_exchange_failed' });
  });

  it('requests a token again after the wait', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? down(response, number, request) : tokens(response, number, request),
    );
    await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: 1_000 });
    clock.advance(1_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('rejects if the connection is refused', async () => {
    const { auth } = await authAgainst(down);
    await ims.close();
    await expect(auth.get()).rejects.toMatchObject({
      code: 'token_exchange_failed',
      message: 'Adobe IMS did not answer the token request.',
      status: undefined,
      retryAfterMs: 1_000,
      cause: { code: 'api_connection_failed' },
    });
  });
});

it.each([
  { name: 'wrong credentials', status: 400, body: '{"error":"invalid_client"}', reason: 'invalid_client' },
  { name: 'a response that is not JSON', status: 200, body: '<html>', reason: undefined },
  { name: 'an error with a token', status: 500, body: '{"access_token":"canary"}', reason: undefined },
  { name: 'a token that is not text', status: 200, body: '{"access_token":["canary"]}', reason: undefined },
  { name: 'a response without a token', status: 200, body: '{"access_token":""}', reason: undefined },
  { name: 'a response that is null', status: 200, body: 'null', reason: undefined },
  { name: 'a response that is a number', status: 200, body: '7', reason: undefined },
  { name: 'an error text with a space', status: 400, body: '{"error":"a canary"}', reason: undefined },
  {
    name: 'an error text that may hold a secret',
    status: 400,
    body: '{"error":"canary-client-secret!"}',
    reason: undefined,
  },
])('rejects without a secret in the error, for $name', async ({ status, body, reason }) => {
  const { auth } = await authAgainst((response) => response.writeHead(status).end(body));
  const error = await auth.get().catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'token_exchange_failed', status, reason });
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('canary');
});

it.each([
  { name: 'clientId', credentials: { clientId: '', clientSecret: 'b' } },
  { name: 'clientSecret', credentials: { clientId: 'a', clientSecret: '' } },
])('refuses credentials without $name', ({ credentials }) => {
  expect(() => new ServerToServerAuth(credentials)).toThrow(ConfigError);
});

it('refuses an imsUrl that is not a URL, and names the option', () => {
  const create = () => new ServerToServerAuth({ ...CREDENTIALS, imsUrl: 'adobe' });
  expect(create).toThrow(ConfigError);
  expect(create).toThrow('imsUrl');
});

it('names the error code of Adobe IMS', async () => {
  const { auth } = await authAgainst((response) => json(response, 403, { error: 'access_denied' }));
  const message = 'Adobe IMS answered the token request with 403 (access_denied).';
  await expect(auth.get()).rejects.toMatchObject({ message });
});

it.each([
  { status: 400, hint: true },
  { status: 401, hint: true },
  { status: 403, hint: false },
  { status: 503, hint: false },
])('names the credentials as a possible cause of $status: $hint', async ({ status, hint }) => {
  const { auth } = await authAgainst((response) => response.writeHead(status).end());
  const text = 'Check the client id, the client secret';
  const message = hint ? expect.stringContaining(text) : expect.not.stringContaining(text);
  await expect(auth.get()).rejects.toMatchObject({ status, message });
});

it('renews the token of a client with credentials after a 401', async () => {
  ims = await scriptedServer(tokens);
  const clock = testClock();
  const api = await scriptedServer((response, number) => {
    clock.advance(60_000);
    json(response, number === 2 ? 401 : 200, { data: {} });
  });
  const client = new FrameioClient({ token: { ...CREDENTIALS, imsUrl: ims.url, clock }, baseUrl: api.url });
  await client.users.show();
  await client.users.show();
  await api.close();
  const sent = api.seen.map(({ headers }) => headers.authorization);
  expect(sent).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});

describe('the names of the official SDK', () => {
  it('are accepted for scopes, the exchange and its observer', async () => {
    ims = await scriptedServer(tokens);
    const seen: object[] = [];
    const onTokenRefreshed = (token: object) => {
      seen.push(token);
      throw new Error('observer');
    };
    const clock = testClock();
    const scopes = ' openid  frame.s2s.all ';
    const auth = new ServerToServerAuth({ ...CREDENTIALS, imsUrl: ims.url, clock, scopes, onTokenRefreshed });
    await auth.authenticate();
    expect(ims.seen[0]?.body).toContain('scope=openid%2Cframe.s2s.all');
    expect(seen).toEqual([{ accessToken: 'token-1', expiresAt: Math.floor(clock.now() / 1_000) + DAY_SECONDS }]);
    expect(await auth.getToken()).toBe('token-1');
    expect(ims.seen).toHaveLength(1);
  });
});
