import type { FrameioDatabase } from '../state/frameio-database.ts';
import type { StoredGrant } from '../state/stored-resources.ts';
import { addGrant, findGrant, type Grant, imsClient, lifetimeOf } from './ims-tokens.ts';

/** A response of Adobe IMS. */
export interface ImsResponse {
  readonly status: number;
  readonly body?: object;
  /** Where the browser goes next. */
  readonly location?: string;
}

const failure = (status: number, error: string, error_description: string): ImsResponse => ({
  status,
  body: { error, error_description },
});

const INVALID_CLIENT = failure(400, 'invalid_client', 'invalid client_id or client_secret parameter');

/** Exchanges credentials, a refresh token or a code for an access token. */
export function exchange(database: FrameioDatabase, form: URLSearchParams): ImsResponse {
  const client = imsClient(database);
  if (form.get('client_id') !== client.id || form.get('client_secret') !== client.secret) return INVALID_CLIENT;
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return exchangeCredentials(database, form);
    case 'refresh_token':
      return exchangeGrant(database, findGrant(database, 'refresh', form.get('refresh_token') ?? ''));
    case 'authorization_code':
      return exchangeCode(database, form);
    default:
      return failure(400, 'unsupported_grant_type', 'unsupported grant_type parameter');
  }
}

function exchangeCredentials(database: FrameioDatabase, form: URLSearchParams): ImsResponse {
  const scopes = readScopes(form);
  if (scopes.length === 0) return failure(400, 'invalid_scope', 'missing scope parameter');
  const access = addGrant(database, 'access', { userId: database.settings.userId, scopes });
  return { status: 200, body: tokenBody(access) };
}

/** A code is valid once, for the address that it was sent to. */
function exchangeCode(database: FrameioDatabase, form: URLSearchParams): ImsResponse {
  const code = findGrant(database, 'code', form.get('code') ?? '');
  if (code) database.stores.grants.delete(code.id);
  const isSameAddress = code?.redirectUri === (form.get('redirect_uri') ?? code?.redirectUri);
  return exchangeGrant(database, isSameAddress ? code : undefined);
}

/** Exchanges a code or a refresh token. A refresh token is replaced, so that it lives on while it is used. */
function exchangeGrant(database: FrameioDatabase, grant: StoredGrant | undefined): ImsResponse {
  if (!grant) return failure(400, 'invalid_grant', 'the code or the token is not valid');
  database.stores.grants.delete(grant.id);
  const { userId, scopes } = grant;
  const access = addGrant(database, 'access', { userId, scopes });
  const refresh = scopes.includes('offline_access') && addGrant(database, 'refresh', { userId, scopes });
  return { status: 200, body: { ...tokenBody(access), ...(refresh && { refresh_token: refresh.id }) } };
}

function tokenBody(access: StoredGrant): object {
  return { access_token: access.id, token_type: 'bearer', expires_in: lifetimeOf(access) };
}

/** Revokes an access or refresh token. Like the real service, it confirms an unknown one too. */
export function revoke(database: FrameioDatabase, form: URLSearchParams, authorization = ''): ImsResponse {
  const client = imsClient(database);
  const basic = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  if (authorization !== basic) return { ...INVALID_CLIENT, status: 401 };
  database.stores.grants.delete(form.get('token') ?? '');
  return { status: 200 };
}

/** Returns the user of an access token, whatever its scopes. */
export function showUser(database: FrameioDatabase, authorization = ''): ImsResponse {
  const token = authorization.replace(/^Bearer /, '');
  const { settings, stores } = database;
  const userId = token === database.token ? settings.userId : findGrant(database, 'access', token)?.userId;
  const user = userId === undefined ? undefined : stores.users.get(userId);
  if (!user) return failure(401, 'invalid_token', 'the access token is not valid');
  return { status: 200, body: { sub: user.id, name: user.name, email: user.email } };
}

/** Logs the sandbox's uploader in at once, and sends the browser back with a code. */
export function authorize(database: FrameioDatabase, query: URLSearchParams): ImsResponse {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== imsClient(database).id) return INVALID_CLIENT;
  if (query.get('response_type') !== 'code' || !URL.canParse(redirectUri)) {
    return failure(400, 'invalid_request', 'response_type=code and an absolute redirect_uri are required');
  }
  const grant: Grant = { userId: database.settings.uploaderId, scopes: readScopes(query), redirectUri };
  const location = new URL(redirectUri);
  location.searchParams.set('code', addGrant(database, 'code', grant).id);
  const state = query.get('state');
  if (state !== null) location.searchParams.set('state', state);
  return { status: 302, location: location.href };
}

function readScopes(form: URLSearchParams): readonly string[] {
  return (form.get('scope') ?? '').split(/[\s,]+/).filter((scope) => scope !== '');
}
