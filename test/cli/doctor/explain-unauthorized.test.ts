import { expect, it } from '@jest/globals';
import { explainUnauthorized, type RefusedToken } from '../../../cli/doctor/explain-unauthorized.ts';
import { readTokenClaims } from '../../../cli/doctor/token-claims.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const DAY_MS = 86_400_000;

/** Returns an access token as Adobe IMS issues it. */
function accessToken(scope: string, createdAt = NOW - 1_000): string {
  const claims = { type: 'access_token', scope, created_at: String(createdAt), expires_in: String(DAY_MS) };
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
}

const titlesOf = (token: Partial<RefusedToken>) => {
  const refused = {
    isServerToServer: false,
    claims: undefined,
    isKnownToAdobe: true,
    now: NOW,
    setToken: 'set-token',
  } as const;
  return explainUnauthorized({ ...refused, ...token }).map(({ title }) => title);
};

const SCOPE = 'Known cause: the token lacks the scope additional_info.roles';
const NOT_LINKED = 'Known cause: the Adobe ID of the token is not linked to a Frame.io user';
const NO_PROFILE = 'Known cause: the user has no product profile of Frame.io V4';

it.each([
  {
    what: 'the missing scope, if the token shows that it lacks it',
    token: accessToken('openid,AdobeID'),
    titles: ['Frame.io answers 401: the token lacks the scope additional_info.roles'],
  },
  {
    what: 'both other causes, if the token has the scope',
    token: accessToken('openid,additional_info.roles'),
    titles: [`Frame.io answers 401. ${NOT_LINKED}`, `Frame.io answers 401. ${NO_PROFILE}`],
  },
  {
    what: 'all known causes, if the token does not show its scopes',
    token: 'opaque',
    titles: [SCOPE, NOT_LINKED, NO_PROFILE].map((cause) => `Frame.io answers 401. ${cause}`),
  },
  {
    what: 'the expiry, if the token has expired',
    token: accessToken('openid,additional_info.roles', NOW - DAY_MS - 3_600_000),
    titles: ['the token expired at 2026-11-28T11:00:00.000Z'],
  },
])('names $what', ({ token, titles }) => {
  expect(titlesOf({ claims: readTokenClaims(token) })).toEqual(titles);
});

it('says so if Adobe does not accept the token either', () => {
  const [title, ...others] = titlesOf({ isKnownToAdobe: false });
  expect(title).toMatch(/^neither Frame\.io nor Adobe accepts the token/);
  expect(others).toEqual([]);
});

it.each(['opaque', 'a.b.c', 'a.bnVsbA.c', ''])('reads no claims from %j', (token) => {
  expect(readTokenClaims(token)).toBeUndefined();
});
