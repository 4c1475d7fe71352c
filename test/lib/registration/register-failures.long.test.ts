import { afterEach, expect, it } from '@jest/globals';
import type { RegistrationTarget } from '../../../lib/registration/desired-registrations.ts';
import { readSigningSecrets } from '../../../lib/secrets/read-signing-secrets.ts';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { signedHeaders } from '../../../sandbox/frameio/webhooks/signed-headers.ts';
import {
  APP,
  FAILURES,
  OTHER_WORKSPACE_ID,
  type RegistrationUnderTest,
  startRegistration,
} from './registration-under-test.ts';

const NOTHING = { handlers: [], actions: [] };

interface Scenario {
  readonly name: string;
  /** Whether the app is registered before. */
  readonly isRegistered: boolean;
  readonly app?: typeof APP;
  readonly target?: Partial<RegistrationTarget>;
  readonly expected: number;
}

const SCENARIOS: readonly Scenario[] = [
  { name: 'first registration', isRegistered: false, expected: 1 },
  {
    name: 'change of name, events and URLs',
    isRegistered: true,
    app: { ...APP, handlers: [{ name: 'all', events: ['*'] }] },
    target: { name: 'New', actionsUrl: 'https://example.com/new' },
    expected: 1,
  },
  { name: 'change of workspace', isRegistered: true, target: { workspaceIds: [OTHER_WORKSPACE_ID] }, expected: 1 },
  { name: 'removal', isRegistered: true, app: NOTHING, expected: 0 },
];

const CASES = SCENARIOS.flatMap((scenario) => FAILURES.map((failure) => ({ ...scenario, failure })));

let started: RegistrationUnderTest[] = [];
afterEach(async () => {
  await Promise.all(started.map((test) => test.close()));
  started = [];
});

async function start({ isRegistered }: Scenario): Promise<RegistrationUnderTest> {
  const test = await startRegistration();
  started.push(test);
  if (isRegistered) await test.run();
  return test;
}

it.each(CASES)(
  'leaves one webhook and one action after a $name with "$failure" at each call',
  async ({ failure, ...scenario }) => {
    const { app = APP, target = {}, expected } = scenario;
    const model = await start(scenario);
    const calls = await model.countCalls(() => model.run(app, target, model.target));
    expect(calls).toBeGreaterThan(3);
    for (let call = 1; call <= calls; call += 1) {
      const test = await start(scenario);
      const secrets = new Set([...test.webhooks(), ...test.actions()].map(({ secret }) => secret));
      test.failAt(failure, call);
      await test.run(app, target, test.target);
      for (const { secret } of [...test.webhooks(), ...test.actions()]) secrets.add(secret);
      test.stopFailing();
      expect(await test.run(app, target, test.target)).not.toBeInstanceOf(Error);

      expect({ call, webhooks: test.webhooks().length, actions: test.actions().length }).toEqual({
        call,
        webhooks: expected,
        actions: expected,
      });
      await expectVerified(test);
      const output = test.output.join('\n');
      for (const { secret } of [...test.webhooks(), ...test.actions()]) secrets.add(secret);
      for (const secret of secrets) expect(output.includes(secret)).toBe(false);
    }
  },
);

/** Checks that the stored secrets are those of the webhooks and actions, and that the endpoint accepts them. */
async function expectVerified(test: RegistrationUnderTest): Promise<void> {
  for (const [secretId, registered] of [
    ['webhooks', test.webhooks()],
    ['actions', test.actions()],
  ] as const) {
    const stored = await test.stored(secretId);
    expect(Object.keys(stored)).toHaveLength(registered.length);
    const accepted = readSigningSecrets(JSON.stringify(stored)).flatMap(({ secret }) => secret ?? []);
    for (const { secret } of registered) {
      const [body, now] = ['{}', 1_800_000_000];
      const headers = signedHeaders(body, secret, now);
      const [timestamp, signature] = [headers['x-frameio-request-timestamp'], headers['x-frameio-signature']];
      expect(verifySignature({ timestamp, signature, body }, accepted, now)).toEqual({ ok: true });
    }
  }
}
