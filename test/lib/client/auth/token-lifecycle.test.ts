import { afterEach, describe, expect, it } from '@jest/globals';
import { ServerToServerAuth } from '../../../../lib/client/auth/server-to-server-auth.ts';
import { redact } from '../../../../lib/observability/redact.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

type Responder = Parameters<typeof scriptedServer>[0];

const HOUR_MS = 3_600_000;
const CREDENTIALS = { clientId: 'the-id', clientSecret: 'canary-client-secret' };

let ims: ScriptedServer;
afterEach(() => ims?.close());

/** Starts Adobe IMS, which returns `token-1`, `token-2` and so on, and answers revocations as given. */
async function authWith(revocation: Responder = (response) => response.writeHead(200).end()) {
  let tokens = 0;
  ims = await scriptedServer((response, number, request) => {
    if (request.url === '/ims/revoke') return revocation(response, number, request);
    tokens += 1;
    return json(response, 200, { access_token: `token-${tokens}`, expires_in: HOUR_MS / 1_000 });
  });
  const clock = testClock();
  const create = () => new ServerToServerAuth({ ...CREDENTIALS, imsUrl: ims.url, clock });
  return { clock, create, auth: create() };
}

const sent = () => ims.seen.map(({ url }) => url);

describe('revoke', () => {
  it('revokes the token with the credentials of the client, and the next call gets a new one', async () => {
    const { auth } = await authWith();
    await auth.getToken();
    await auth.revoke();
    expect(ims.seen.at(-1)).toMatchObject({
      method: 'POST',
      url: '/ims/revoke',
      headers: {
        authorization: `Basic ${Buffer.from('the-id:canary-client-secret').toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'token=token-1',
    });
    expect(await auth.getToken()).toBe('token-2');
  });

  it('revokes the token of an exchange in flight', async () => {
    const { auth } = await authWith();
    const token = auth.getToken();
    await auth.revoke();
    expect(await token).toBe('token-1');
    expect(ims.seen.at(-1)).toMatchObject({ url: '/ims/revoke', body: 'token=token-1' });
  });

  it('sends nothing without a token', async () => {
    const { auth } = await authWith();
    await auth.revoke();
    expect(ims.seen).toEqual([]);
  });

  it.each<{ name: string; respond: Responder; status: number | undefined }>([
    { name: 'refuses', respond: (response) => response.writeHead(401).end('canary-client-secret'), status: 401 },
    { name: 'does not answer', respond: (response) => response.socket?.resetAndDestroy(), status: undefined },
  ])('rejects without a secret and keeps the token if Adobe IMS $name', async ({ respond, status }) => {
    const { auth } = await authWith(respond);
    await auth.getToken();
    const error = await auth.revoke().catch((failure: unknown) => failure);
    expect(error).toMatchObject({ name: 'TokenRevocationError', code: 'token_revocation_failed', status });
    if (!status) expect(error).toHaveProperty('cause.code', 'api_connection_failed');
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/canary|token-1/);
    expect(await auth.getToken()).toBe('token-1');
  });
});

describe('an exported token', () => {
  it('is used by another process until five minutes before it expires', async () => {
    const { auth, create, clock } = await authWith();
    expect(auth.exportTokens()).toBeUndefined();
    await auth.getToken();
    const exported = auth.exportTokens();
    expect(exported).toEqual({ accessToken: 'token-1', expiresAt: Math.floor((clock.now() + HOUR_MS) / 1_000) });
    const other = create();
    if (exported) other.importTokens(JSON.parse(JSON.stringify(exported)));
    clock.advance(HOUR_MS - 300_001);
    expect(await other.getToken()).toBe('token-1');
    clock.advance(2);
    expect(await other.getToken()).toBe('token-2');
    expect(sent()).toHaveLength(2);
  });

  it('is renewed after a 401, whatever its age', async () => {
    const { create, clock } = await authWith();
    const other = create();
    other.importTokens({ accessToken: 'refused', expiresAt: clock.now() / 1_000 + 3_600 });
    expect(await other.refresh()).toBe('token-1');
  });

  it('is in no log line after its import', async () => {
    const { auth, clock } = await authWith();
    auth.importTokens({ accessToken: 'an-imported-token', expiresAt: clock.now() / 1_000 + 3_600 });
    expect(redact('an-imported-token')).toBe('[redacted]');
  });

  it.each([
    { name: 'an empty token', tokens: { accessToken: '', expiresAt: 1 } },
    { name: 'a token that is not text', tokens: { accessToken: Object(7), expiresAt: 1 } },
    { name: 'an expiry that is not a number', tokens: { accessToken: 'x', expiresAt: Number.NaN } },
    { name: 'other fields', tokens: JSON.parse('{"access_token":"x","expires_at":1}') },
  ])('is refused with $name', async ({ tokens }) => {
    const { auth } = await authWith();
    expect(() => auth.importTokens(tokens)).toThrow(expect.objectContaining({ code: 'config_error' }));
  });
});
