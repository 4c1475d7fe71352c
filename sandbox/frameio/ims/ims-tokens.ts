import { createHmac, randomBytes } from 'node:crypto';
import type { FrameioDatabase } from '../state/frameio-database.ts';
import type { StoredGrant, User } from '../state/stored-resources.ts';

/** Credentials of the only client that Adobe IMS knows. */
export interface ImsClient {
  readonly id: string;
  readonly secret: string;
}

/** Lifetimes in seconds: of an access token as Adobe IMS states it, of an unused refresh token, and of a code. */
const LIFETIME_SECONDS = { access: 86_399, refresh: 1_209_600, code: 600 } as const satisfies Record<
  StoredGrant['kind'],
  number
>;

/** Scope of server-to-server tokens that Frame.io accepts, and the one of tokens of people. */
const ACCEPTED_SCOPES: readonly string[] = ['frame.s2s.all', 'additional_info.roles'];

/** Returns the credentials, which are the same for as long as the state exists. */
export function imsClient({ settings }: FrameioDatabase): ImsClient {
  const secret = createHmac('sha256', settings.storageKey).update('Adobe IMS').digest('hex');
  return { id: `sandbox-${settings.accountId}`, secret: `p8e-${secret.slice(0, 32)}` };
}

/** What a new token or code allows. */
export interface Grant {
  readonly userId: string;
  readonly scopes: readonly string[];
  /** Where the code must have been sent to, for a code. */
  readonly redirectUri?: string;
}

/** Adds a token or a code, and removes those that have expired. */
export function addGrant(database: FrameioDatabase, kind: StoredGrant['kind'], grant: Grant): StoredGrant {
  const { userId, scopes, redirectUri } = grant;
  const { grants } = database.stores;
  const now = database.now().getTime();
  for (const { id, expiresAt } of grants.all()) if (expiresAt <= now) grants.delete(id);
  return grants.put({
    id: `fio-sandbox-${kind}-${randomBytes(16).toString('hex')}`,
    kind,
    userId,
    scopes,
    ...(redirectUri !== undefined && { redirectUri }),
    expiresAt: now + LIFETIME_SECONDS[kind] * 1_000,
  });
}

/** Returns a token or a code that has neither expired nor been revoked. */
export function findGrant({ stores, now }: FrameioDatabase, kind: StoredGrant['kind'], id: string) {
  const grant = stores.grants.get(id);
  return grant?.kind === kind && now().getTime() < grant.expiresAt ? grant : undefined;
}

/** Returns the user of an access token; `undefined` if it is not valid or lacks the scope for Frame.io. */
export function userOfToken(database: FrameioDatabase, token: string): User | undefined {
  const grant = findGrant(database, 'access', token);
  const isAccepted = grant?.scopes.some((scope) => ACCEPTED_SCOPES.includes(scope));
  return grant && isAccepted ? database.stores.users.get(grant.userId) : undefined;
}

/** Seconds until a new token expires. */
export function lifetimeOf({ kind }: StoredGrant): number {
  return LIFETIME_SECONDS[kind];
}
