import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServerToServerAuth } from '../../../../lib/client/auth/server-to-server-auth.ts';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { type ImsClient, imsClient } from '../../../../sandbox/frameio/ims/ims-tokens.ts';
import { type RunningApi, startApi } from '../running-api.ts';

const DAY_MS = 86_400_000;
const REDIRECT_URI = 'https://app.invalid/callback';
const USER_SCOPES = 'openid additional_info.roles offline_access';

let api: RunningApi;
let client: ImsClient;
beforeEach(async () => {
  api = await startApi();
  client = imsClient(api.state);
});
afterEach(() => api.close());

/** Requests a token, with the credentials of the client unless the form replaces them. */
async function exchange(form: Record<string, string>) {
  const body = new URLSearchParams({ client_id: client.id, client_secret: client.secret, ...form });
  const response = await fetch(`${api.url}/ims/token/v3`, { method: 'POST', body });
  return { status: response.status, body: Object(await response.json()) };
}

/** Logs a person in. Returns the response with the tokens. */
async function login(scope = USER_SCOPES) {
  const query = { client_id: client.id, response_type: 'code', redirect_uri: REDIRECT_URI, scope, state: 's' };
  const url = `${api.url}/ims/authorize/v2?${new URLSearchParams(query)}`;
  const location = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  expect(location.searchParams.get('state')).toBe('s');
  const code = location.searchParams.get('code') ?? '';
  return { code, ...(await exchange({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI })) };
}

const statusOf = async (token: string) =>
  (await api.send('/v4/me', { headers: { authorization: `Bearer ${token}` } })).status;

describe('server-to-server credentials', () => {
  const auth = () => new ServerToServerAuth({ clientId: client.id, clientSecret: client.secret, imsUrl: api.url });

  it('give the framework’s client access until it revokes its token', async () => {
    const source = auth();
    const { data } = await new FrameioClient({ token: source, baseUrl: api.url }).users.show();
    expect(data.name).toBe('Sandbox Integration');
    const token = await source.get();
    await source.revoke();
    expect(await statusOf(token)).toBe(401);
  });

  it('give a token for a day', async () => {
    const token = await auth().get();
    api.clock.ms += DAY_MS - 2_000;
    expect(await statusOf(token)).toBe(200);
    api.clock.ms += 1_000;
    expect(await statusOf(token)).toBe(401);
  });

  it('without Frame.io’s scope give a token that Frame.io refuses', async () => {
    const { body } = await exchange({ grant_type: 'client_credentials', scope: 'openid,AdobeID' });
    expect(await statusOf(body.access_token)).toBe(401);
  });

  it.each([
    { name: 'another secret', form: { client_secret: 'guess' }, error: 'invalid_client' },
    { name: 'no scope', form: { scope: '' }, error: 'invalid_scope' },
    { name: 'another grant', form: { grant_type: 'password' }, error: 'unsupported_grant_type' },
  ])('are refused with $name', async ({ form, error }) => {
    const request = { grant_type: 'client_credentials', scope: 'frame.s2s.all', ...form };
    expect(await exchange(request)).toMatchObject({ status: 400, body: { error } });
  });
});

describe('a login', () => {
  it('gives tokens of a person, once for each code', async () => {
    const { code, body } = await login();
    const headers = { authorization: `Bearer ${body.access_token}` };
    expect(await api.send('/v4/me', { headers })).toMatchObject({ body: { data: { name: 'Sandbox Uploader' } } });
    expect(await exchange({ grant_type: 'authorization_code', code })).toMatchObject({ status: 400 });
  });

  it('without the scope for roles gives a token that Frame.io refuses', async () => {
    const { body } = await login('openid offline_access');
    expect(await statusOf(body.access_token)).toBe(401);
  });

  it('sends the code only to the address that it was made for', async () => {
    const query = { client_id: client.id, response_type: 'code', redirect_uri: REDIRECT_URI, scope: USER_SCOPES };
    const url = `${api.url}/ims/authorize/v2?${new URLSearchParams(query)}`;
    const location = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
    const code = location.searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code, redirect_uri: 'https://other.invalid/' };
    expect(await exchange(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('a refresh token', () => {
  const refresh = (token: string) => exchange({ grant_type: 'refresh_token', refresh_token: token });

  it('lives on while it is used, and ends after 14 days without', async () => {
    let token: string = (await login()).body.refresh_token;
    for (const _ of [1, 2, 3]) {
      api.clock.ms += 13 * DAY_MS;
      const { body } = await refresh(token);
      expect(await statusOf(body.access_token)).toBe(200);
      token = body.refresh_token;
    }
    api.clock.ms += 14 * DAY_MS;
    expect(await refresh(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('is no access token', async () => {
    expect(await statusOf((await login()).body.refresh_token)).toBe(401);
  });
});

describe('the user of a token', () => {
  const show = (token: string) => api.send('/ims/userinfo/v2', { headers: { authorization: `Bearer ${token}` } });

  it('is shown whatever the scopes of the token', async () => {
    const { body } = await exchange({ grant_type: 'client_credentials', scope: 'openid' });
    const expected = { status: 200, body: { name: 'Sandbox Integration', email: 'integration@sandbox.invalid' } };
    expect(await show(body.access_token)).toMatchObject(expected);
    expect(await show(api.state.token)).toMatchObject(expected);
  });

  it('is not shown for a token that is not valid', async () => {
    expect(await show('another')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });
});
