import { describe, expect, it } from '@jest/globals';
import { ServerToServerAuth } from '../../../../lib/client/auth/server-to-server-auth.ts';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { ConfigError } from '../../../../lib/core/errors.ts';
import { redact } from '../../../../lib/observability/redact.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { authAgainst, CREDENTIALS, DAY_SECONDS, startIms, tokens } from './scripted-ims.ts';

describe('an exchange', () => {
  it('sends the credentials as a form, never in the URL', async () => {
    const { auth, ims } = await authAgainst(tokens);
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
    const { auth, ims } = await authAgainst(tokens, { clientId: 'a&b', clientSecret });
    await auth.get();
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
    const { auth, ims } = await authAgainst(tokens);
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
    const { auth, clock, ims } = await authAgainst(tokens);
    await auth.get();
    clock.advance(60_000);
    expect(await Promise.all([auth.refresh(), auth.refresh()])).toEqual(['token-2', 'token-2']);
    expect(await auth.refresh()).toBe('token-2');
    expect(ims.seen).toHaveLength(2);
  });
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

it('renews the token of a client with credentials after a 401', async () => {
  const ims = await startIms(tokens);
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
    const seen: object[] = [];
    const onTokenRefreshed = (token: object) => {
      seen.push(token);
      throw new Error('observer');
    };
    const scopes = ' openid  frame.s2s.all ';
    const { auth, clock, ims } = await authAgainst(tokens, { scopes, onTokenRefreshed });
    await auth.authenticate();
    expect(ims.seen[0]?.body).toContain('scope=openid%2Cframe.s2s.all');
    expect(seen).toEqual([{ accessToken: 'token-1', expiresAt: Math.floor(clock.now() / 1_000) + DAY_SECONDS }]);
    expect(await auth.getToken()).toBe('token-1');
    expect(ims.seen).toHaveLength(1);
  });
});
