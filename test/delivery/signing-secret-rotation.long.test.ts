import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import { FrameioRegistrations } from '../../lib/registration/frameio-registrations.ts';
import { rotateSigningSecrets } from '../../lib/registration/rotate-signing-secrets.ts';
import { StoredSigningSecrets } from '../../lib/registration/stored-signing-secrets.ts';
import { webhooksFor } from '../../sandbox/frameio/state/webhooks.ts';
import { type WebhookBody, WebhookSender } from '../../sandbox/frameio/webhooks/webhook-sender.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { builtStack } from '../support/synthesized.ts';

/** Statuses of an accepted event: handled or a duplicate, and queued. */
const ACCEPTED: readonly unknown[] = [200, 202];

/** A local deployment, Frame.io, and what the rotation needs of both. */
async function start(mode: DeliveryMode, app: 'empty-app' | 'comment-app') {
  const sandbox = await Sandbox.start({ stack: builtStack(mode, app), port: 0, onEvent: () => undefined });
  const { frameioState: state, deployment } = sandbox;
  const { account, workspace, uploader: user, token } = state;
  const variables = deployment.functions.find(({ deployed }) => deployed.role === 'endpoint')?.variables ?? {};
  const secretId = variables.SIGNING_SECRETS_SECRET_ID ?? '';
  const client = new FrameioClient({ token, baseUrl: sandbox.frameioUrl });
  const target = { workspaceIds: [workspace.id], name: 'FrameioLambda', webhookUrl: deployment.webhookUrl };
  const registrations = new FrameioRegistrations(client, account.id);
  const store = new StoredSigningSecrets(secretId, {
    region: 'us-east-1',
    endpoint: variables.AWS_ENDPOINT_URL_SECRETS_MANAGER,
    credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  });
  // Requests never time out, and retries follow at once: a loaded machine may answer 503 to a cold start.
  const clock = {
    now: () => sandbox.now,
    wait: async (ms: number) => (ms > 0 ? await new Promise<void>(() => undefined) : undefined),
  };
  const sender = new WebhookSender({
    url: deployment.webhookUrl,
    secret: () => sandbox.signingSecret,
    delayMs: () => 0,
    connections: 4,
    clock,
    timesOutByClock: true,
  });
  /** Creates a webhook and stores its signing secret. */
  const createWebhook = async () => {
    const definition = { name: target.name, url: target.webhookUrl, events: ['file.ready'] as const };
    const created = await registrations.create({ type: 'webhook', workspaceId: workspace.id, definition });
    await store.add(`${account.id}/${created.id}`, created.secret);
    return created;
  };
  const bodyOf = (fileId: string): WebhookBody => ({
    account: { id: account.id },
    project: { id: state.project.id },
    resource: { id: fileId, type: 'file' },
    type: 'file.ready',
    user: { id: user.id },
    workspace: { id: workspace.id },
  });
  return { sandbox, state, target, registrations, store, sender, createWebhook, bodyOf };
}

type Started = Awaited<ReturnType<typeof start>>;

describe('1,000 events during a rotation', () => {
  const EVENTS = 1_000;
  let started: Started;
  /** Statuses of the responses to each delivery, and errors. */
  let deliveries: unknown[][];
  beforeAll(async () => {
    // API Gateway accepts a burst of 2,000 requests in this mode.
    started = await start('queued', 'empty-app');
    deliveries = [];
  });
  afterAll(() => started.sandbox.close());

  /** Delivers events to the webhooks that listen to them when they happen, four at a time. */
  async function deliver(count: number): Promise<void> {
    const { state, sender, bodyOf } = started;
    const { project, workspace, uploader: user } = state;
    let left = count;
    const deliverSome = async () => {
      while (left > 0) {
        left -= 1;
        const body = bodyOf(`file-${deliveries.length}-${left}`);
        const listening = webhooksFor(state, { type: 'file.ready', resource: body.resource, project, workspace, user });
        expect(listening.length).toBeGreaterThan(0);
        for (const { webhook, secret } of listening) {
          const attempts = await sender.deliver(body, { url: webhook.url, secret: () => secret });
          deliveries.push(attempts.map((attempt) => attempt.status ?? attempt.error));
        }
      }
    };
    await Promise.all(Array.from({ length: 4 }, deliverSome));
  }

  it('are all accepted, also while somebody sends forged requests', async () => {
    const { sandbox, state, target, registrations, store, sender, createWebhook, bodyOf } = started;
    state.stores.webhooks.deleteWhere(() => true);
    const old = await createWebhook();
    await deliver(EVENTS / 4);
    // A forged request makes the function fetch the secret, which it then does not do again for 30 seconds.
    await sender.deliver(bodyOf('file'), { secret: () => 'a-forged-signing-secret', maxAttempts: 1 });
    const traffic: Promise<void>[] = [];
    await rotateSigningSecrets({
      registrations,
      store,
      target,
      onStep: () => void traffic.push(deliver(EVENTS / 20)), // at the same time as the next step
      clock: {
        now: () => sandbox.now,
        wait: async (ms) => {
          await deliver(EVENTS / 4);
          await sandbox.advance(ms);
        },
      },
    });
    await Promise.all(traffic);
    await deliver(EVENTS / 4);
    expect(deliveries.length).toBeGreaterThanOrEqual(EVENTS);
    expect(deliveries.filter((statuses) => statuses.includes(401) || !ACCEPTED.includes(statuses.at(-1)))).toEqual([]);
    const [webhook] = state.stores.webhooks.all();
    expect(webhook?.id).not.toBe(old.id);
    const stored = Object.values(await store.read());
    expect([stored.includes(`${webhook?.secret}`), stored.includes(old.secret)]).toEqual([true, false]);
  });
});

describe('an event that two webhooks deliver', () => {
  let started: Started;
  let secrets: readonly string[];
  beforeAll(async () => {
    started = await start('inline', 'comment-app');
    secrets = [(await started.createWebhook()).secret, (await started.createWebhook()).secret];
  });
  afterAll(() => started.sandbox.close());

  /** Delivers one event with the signing secrets of two webhooks. Returns the number of comments of the handler. */
  async function commentsAfter(secondsBetween: number): Promise<number> {
    const { sandbox, state, sender, bodyOf } = started;
    const file = state.addFile({ name: `${secondsBetween}.mov`, fileSize: 1 });
    const now = Math.floor(sandbox.now / 1_000);
    for (const [number, secret] of secrets.entries()) {
      const timestamp = now + number * secondsBetween;
      const [attempt] = await sender.deliver(bodyOf(file.id), { secret: () => secret, timestamp });
      expect(attempt?.status).toBe(200);
    }
    return state.commentsOf(file.id).length;
  }

  it.each([0, 1, 60])('runs a handler of file.ready once: %i seconds apart', async (seconds) => {
    expect(await commentsAfter(seconds)).toBe(1);
  });
});
