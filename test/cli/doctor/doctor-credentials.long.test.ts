import { expect, it } from '@jest/globals';
import { addGrant, imsClient } from '../../../sandbox/frameio/ims/ims-tokens.ts';
import { CANARY, CONNECT, DoctorUnderTest, deleted, type ExpectedFinding, SET_TOKEN } from './doctor-under-test.ts';

const doctor = new DoctorUnderTest();

/** Logs in to Adobe IMS. Returns an access token with these scopes. */
function tokenWith(...scopes: readonly string[]): string {
  return addGrant(doctor.frameio, 'access', { userId: doctor.frameio.settings.userId, scopes }).id;
}

it.each<ExpectedFinding>([
  {
    what: 'signing secrets without a value',
    provoke: doctor.secret('signingSecrets', () => undefined),
    check: 'secrets',
    title: /^signing secrets of the webhooks: .* has no value$/,
    fix: CONNECT,
  },
  {
    what: 'a placeholder for a signing secret',
    provoke: doctor.secret('signingSecrets', () => 'REPLACE_ME'),
    check: 'secrets',
    title: 'signing secrets of the webhooks: no usable value (placeholder)',
    fix: CONNECT,
  },
  {
    what: 'signing secrets that are not JSON',
    provoke: doctor.secret('signingSecrets', () => `{"dailies": "${CANARY}"`),
    check: 'secrets',
    title: 'signing secrets of the webhooks: no usable value (malformed json)',
    fix: CONNECT,
  },
  {
    what: 'one signing secret of two that is not usable',
    provoke: doctor.secret('signingSecrets', () =>
      JSON.stringify({ good: doctor.sandbox.signingSecret, short: 'abc123' }),
    ),
    check: 'secrets',
    title: 'signing secrets of the webhooks: 1 set, 1 not usable (short: too short)',
    fix: CONNECT,
  },
  {
    what: 'no signing secret for custom actions',
    provoke: doctor.secret('actionSigningSecrets', () => JSON.stringify({ other: doctor.registeredAction().secret })),
    check: 'secrets',
    title: 'signing secrets of the custom actions: missing for archive, publish',
    fix: CONNECT,
  },
  {
    what: 'malformed API credentials',
    provoke: doctor.secret('apiCredentials', () => `{"client_id": "${CANARY}"}`),
    check: 'secrets',
    title: 'API credentials: empty, a placeholder or malformed',
    fix: SET_TOKEN,
  },
  {
    what: 'a token that nobody accepts',
    provoke: doctor.secret('apiCredentials', () => CANARY),
    check: 'token',
    title: 'neither Frame.io nor Adobe accepts the token: it expired, was revoked or is incomplete',
    fix: SET_TOKEN,
  },
  {
    what: 'server-to-server credentials that Adobe refuses',
    provoke: doctor.secret('apiCredentials', () => JSON.stringify({ client_id: 'studio', client_secret: CANARY })),
    check: 'token',
    title: /^Adobe IMS answered the token request with 400 \(invalid_client\)/,
    fix: SET_TOKEN,
  },
  {
    what: 'server-to-server credentials without a product profile',
    provoke: async () => {
      const { id, secret: clientSecret } = imsClient(doctor.frameio);
      const credentials = JSON.stringify({ client_id: id, client_secret: clientSecret });
      const undo = [
        await doctor.secret('apiCredentials', () => credentials)(),
        await doctor.fault('users.show', 401)(),
      ];
      return () => Promise.all(undo.map((each) => each()));
    },
    check: 'token',
    title: 'Frame.io answers 401: the credentials have no product profile of Frame.io V4',
    fix: 'In the Adobe Developer Console',
  },
  {
    what: 'a locked account',
    provoke: doctor.fault('users.show', 403),
    check: 'token',
    title: /answered 403/,
    fix: 'Ask the owner',
  },
  {
    what: 'a user without an account of V4',
    provoke: deleted(
      () => doctor.frameio.stores.accounts,
      () => doctor.frameio.stores.accounts.require(doctor.frameio.account.id),
    ),
    check: 'profile',
    title: 'Sandbox Integration <integration@sandbox.invalid> belongs to no account of Frame.io V4',
    fix: 'Invite this user',
  },
])('finds $what, with the meaning and the fix', (expected) => doctor.expectFinding(expected));

it('names each known cause of a 401, with its fix, for a token that Adobe accepts', async () => {
  const undo = await doctor.secret('apiCredentials', () => tokenWith('openid'))();
  const wrong = await doctor.findWrong().finally(undo);
  const causes = wrong.filter(({ check }) => check === 'token').map(({ title, fix }) => `${title}. ${fix}`);
  const cause = (title: string, fix: string) =>
    expect.stringContaining(`Frame.io answers 401. Known cause: ${title}. ${fix}`);
  expect(causes).toEqual([
    cause('the token lacks the scope additional_info.roles', 'Log in again with the scopes openid profile'),
    cause('the Adobe ID of the token is not linked to a Frame.io user', 'Log in at https://next.frame.io once'),
    cause('the user has no product profile of Frame.io V4', 'In the Adobe Admin Console, open Products'),
  ]);
});

it('does not blame the token if Frame.io answers with another error', async () => {
  const undo = await doctor.fault('users.show', 404)();
  const wrong = await doctor.findWrong().finally(undo);
  const title = expect.stringContaining('GET /v4/me answered 404');
  expect(wrong).toContainEqual({ check: 'token', status: 'not_checked', title });
});

it('reports a check that could not run, with the reason, and exits with 1', async () => {
  const { secretsManager } = doctor.sandbox.deployment;
  secretsManager.fault = 'denied';
  const wrong = await doctor.findWrong().finally(() => {
    secretsManager.fault = undefined;
  });
  expect(wrong).toContainEqual({
    check: 'secrets',
    status: 'not_checked',
    title: expect.stringMatching(/^API credentials: AWS denies secretsmanager:GetSecretValue for .*\.$/),
    fix: expect.stringMatching(/^Allow it for your user/),
  });
  const title = 'no usable API credentials are stored';
  expect(wrong).toContainEqual({ check: 'webhooks', status: 'not_checked', title });
});
