import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  RARE_EVENT,
  type RotationStep,
  rotateSigningSecrets,
  type SigningSecretRotationOptions,
} from '../../../lib/registration/rotate-signing-secrets.ts';
import { signingSecretName } from '../../../lib/registration/signing-secret-store.ts';
import { APP, OTHER_WORKSPACE_ID, type RegistrationUnderTest, startRegistration } from './registration-under-test.ts';

const EVENTS = ['comment.created', 'file.ready'];

let test: RegistrationUnderTest;
let steps: RotationStep[];
beforeAll(async () => {
  test = await startRegistration();
});
afterAll(() => test.close());
beforeEach(async () => {
  test.reset();
  await test.run({ ...APP, actions: [] });
  steps = [];
});

/** Rotates. `onWait` runs during each wait. */
function rotate(onWait?: () => void | Promise<void>, options: Partial<SigningSecretRotationOptions> = {}) {
  return rotateSigningSecrets({
    registrations: test.registrations(),
    store: test.store,
    target: test.target,
    onStep: (step) => steps.push(step),
    clock: { now: Date.now, wait: async () => await onWait?.() },
    ...options,
  });
}

const nameOf = (id: string) => signingSecretName(test.target.accountId, id);
const namesOfSteps = () => steps.map(({ step }) => step);
const events = () => test.webhooks().map(({ webhook }) => webhook.events);
const storedNames = async () => Object.keys(await test.store.read()).sort();

/** Expects one webhook for all events, whose signing secret is stored. */
async function expectOneWebhook(): Promise<void> {
  const [one, ...others] = test.webhooks();
  expect(others).toEqual([]);
  expect(one?.webhook).toMatchObject({ name: 'FrameioLambda', events: EVENTS, active: true });
  expect(await test.store.read()).toEqual({ [nameOf(`${one?.id}`)]: one?.secret });
}

/** Creates another webhook of the app. */
const createWebhook = async (name: string, url = test.target.webhookUrl) => {
  const { accountId, workspaceIds } = test.target;
  const data = { name, url, events: ['file.ready'] } as const;
  return (await test.api.client.webhooks.create(accountId, workspaceIds[0] ?? '', { data })).data;
};

describe('a rotation', () => {
  it('replaces the webhook of each workspace, and stores the new signing secrets', async () => {
    const workspaceIds = [...test.target.workspaceIds, OTHER_WORKSPACE_ID, OTHER_WORKSPACE_ID];
    await test.run({ ...APP, actions: [] }, { workspaceIds });
    const old = test.webhooks().map(({ id }) => id);
    const rotated = await rotate(undefined, { target: { ...test.target, workspaceIds } });
    const created = test.webhooks().map(({ id, webhook }) => ({ webhookId: id, workspaceId: webhook.workspace_id }));
    expect(rotated).toEqual(created);
    expect(events()).toEqual([EVENTS, EVENTS]);
    expect(await storedNames()).toEqual(created.map(({ webhookId }) => nameOf(webhookId)).sort());
    expect(steps).toEqual([
      ...created.map((one) => ({ step: 'created', ...one })),
      { step: 'waiting', waitMs: 310_000 },
      ...created.map((one) => ({ step: 'activated', ...one })),
      { step: 'waiting', waitMs: 310_000 },
      ...created.map(({ workspaceId }, index) => ({ step: 'deleted', workspaceId, webhookId: old[index] })),
    ]);
  });

  it('lets one webhook receive the events at any time, and has both signing secrets stored', async () => {
    const seen: unknown[] = [];
    await rotate(async () => {
      expect(await storedNames()).toEqual(
        test
          .webhooks()
          .map(({ id }) => nameOf(id))
          .sort(),
      );
      seen.push(events());
    });
    expect(seen).toEqual([
      [EVENTS, [RARE_EVENT]],
      [[RARE_EVENT], EVENTS],
    ]);
    await expectOneWebhook();
  });

  it('waits as long as the caller says', async () => {
    await rotate(undefined, { waitMs: 5 });
    expect(steps.filter(({ step }) => step === 'waiting')).toEqual([
      { step: 'waiting', waitMs: 5 },
      { step: 'waiting', waitMs: 5 },
    ]);
  });

  it('keeps a webhook disabled that somebody disabled', async () => {
    const [{ id } = { id: '' }] = test.webhooks();
    await test.api.client.webhooks.update(test.target.accountId, id, { data: { active: false } });
    await rotate();
    expect(test.webhooks().map(({ webhook }) => webhook)).toMatchObject([{ events: EVENTS, active: false }]);
  });

  it('replaces a webhook whose name changed and whose signing secret is stored', async () => {
    await rotate(undefined, { target: { ...test.target, name: 'New' } });
    await expectOneWebhook();
  });

  it('leaves webhooks with another URL, and those of others with the same URL', async () => {
    const others = [
      await createWebhook('FrameioLambda', 'https://example.com/other'),
      await createWebhook('By hand', test.target.webhookUrl),
    ].map(({ id }) => id);
    await rotate();
    expect(test.webhooks().map(({ id }) => id)).toEqual([...others, expect.any(String)]);
  });

  it('removes the signing secrets of webhooks that no longer exist, and keeps those of others', async () => {
    await test.store.add(nameOf('6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b9999'), 'the-secret-of-a-webhook-that-is-gone');
    await test.store.add('by-hand', 'a-secret-that-somebody-stored');
    await rotate();
    const [{ id } = { id: '' }] = test.webhooks();
    expect(await storedNames()).toEqual([nameOf(id), 'by-hand'].sort());
  });
});

describe('a rotation after one that ended', () => {
  const crash = () => Promise.reject(new Error('the process ended'));

  it('before the new webhook took over continues', async () => {
    await expect(rotate(crash)).rejects.toThrow('the process ended');
    steps = [];
    await rotate();
    expect(namesOfSteps()).toEqual(['waiting', 'activated', 'waiting', 'deleted']);
    await expectOneWebhook();
  });

  it('after the new webhook took over continues', async () => {
    const waits = [() => Promise.resolve(), crash];
    await expect(rotate(() => waits.shift()?.())).rejects.toThrow('the process ended');
    steps = [];
    await rotate();
    expect(namesOfSteps()).toEqual(['waiting', 'deleted']);
    await expectOneWebhook();
  });

  it('keeps the webhook disabled that somebody disabled meanwhile', async () => {
    const [{ id } = { id: '' }] = test.webhooks();
    await expect(rotate(crash)).rejects.toThrow('the process ended');
    await test.api.client.webhooks.update(test.target.accountId, id, { data: { active: false } });
    await rotate();
    expect(test.webhooks().map(({ webhook }) => webhook)).toMatchObject([{ events: EVENTS, active: false }]);
  });

  it('before it stored the new signing secret creates another webhook', async () => {
    await createWebhook('FrameioLambda');
    await rotate();
    expect(namesOfSteps()).toEqual(['created', 'waiting', 'activated', 'waiting', 'deleted', 'deleted']);
    await expectOneWebhook();
  });
});

describe('a lost answer', () => {
  it('to any call: the rotation continues, and creates no second replacement that is stored', async () => {
    const calls = await test.countCalls(() => rotate());
    for (let call = 1; call <= calls; call += 1) {
      test.api.clock.ms += 60_000; // so that no limit of Frame.io is reached
      test.failAt('answer lost', call);
      await rotate().catch(() => rotate()); // if only reading failed, the caller repeats
      test.stopFailing();
      await expectOneWebhook();
    }
  });

  it('to a deletion does not start another rotation', async () => {
    let isLost = false;
    test.failApi(({ method }) => {
      if (method !== 'DELETE' || isLost) return undefined;
      isLost = true;
      return 'reset_after_processing';
    });
    await rotate();
    expect(namesOfSteps().filter((step) => step === 'created')).toHaveLength(1);
    await expectOneWebhook();
  });

  it('fails the rotation if it happens three times', async () => {
    let creations = 0;
    test.failApi(({ method }) => {
      if (method !== 'POST') return undefined;
      creations += 1;
      return 'reset_after_processing';
    });
    await expect(rotate()).rejects.toMatchObject({ isOutcomeUnknown: true });
    expect(creations).toBe(3);
  });

  it('does not hide another error', async () => {
    let creations = 0;
    test.failApi(({ method }) => {
      if (method !== 'POST') return undefined;
      creations += 1;
      return 400;
    });
    await expect(rotate()).rejects.toMatchObject({ status: 400 });
    expect(creations).toBe(1);
  });
});

describe('a rotation fails', () => {
  it.each([
    { name: 'no webhook of the app', target: { webhookUrl: 'https://example.com/other' } },
    { name: 'a workspace that does not exist', target: { workspaceIds: ['6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b9999'] } },
  ])('with $name, and says how to create it', async ({ target }) => {
    const message = expect.stringContaining('has no webhook of the app for https://example.com/');
    const error = { code: 'config_error', message };
    await expect(rotate(undefined, { target: { ...test.target, ...target } })).rejects.toMatchObject(error);
  });

  it('if something else replaced the stored signing secrets, before the new webhook receives events', async () => {
    const before = await test.store.read();
    const rotation = rotate(() => void test.service.put('webhooks', JSON.stringify(before)));
    const message = expect.stringContaining('is no longer stored');
    await expect(rotation).rejects.toMatchObject({ code: 'secret_unavailable', message });
    expect(events()).toEqual([EVENTS, [RARE_EVENT]]);
  });
});
