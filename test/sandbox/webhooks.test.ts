import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../lib/client/client.ts';
import type { WebhookEventName } from '../../lib/events/event-map.ts';
import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts';
import { builtStack } from '../support/synthesized.ts';
import { until } from '../support/until.ts';

/** Tells the gate its signing secret and the event. */
const FUNCTION = `export const handler = async ({ headers, body }) => {
  await fetch(process.env.GATE_URL + '/app', { method: 'POST', headers: { signature: headers['x-frameio-signature'] }, body });
  return { statusCode: 200 };
};`;

let servers: ScriptedServer[];
let sandboxes: Sandbox[];
let events: SandboxEvent[];
beforeEach(() => {
  servers = [];
  sandboxes = [];
  events = [];
});
afterEach(async () => {
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  await Promise.all(servers.map((server) => server.close()));
});

/** Starts an endpoint outside the sandbox, which answers with a status. */
async function startEndpoint(status = 200): Promise<ScriptedServer> {
  const server = await scriptedServer((response) => response.writeHead(status).end());
  servers.push(server);
  return server;
}

/** Starts a sandbox with an app that listens to these events, and tells an endpoint what it receives. */
async function start(appEvents: readonly string[], stateFolder?: string) {
  const gate = await startEndpoint();
  const bundlePath = join(mkdtempSync(join(tmpdir(), 'sandbox-')), 'index.mjs');
  writeFileSync(bundlePath, FUNCTION);
  const stack = builtStack();
  const functions = stack.functions.map((deployed) => {
    return { ...deployed, bundlePath, environment: { ...deployed.environment, GATE_URL: gate.url } };
  });
  const manifest = { ...stack.manifest, handlers: [{ name: 'all', events: appEvents }] };
  const sandbox = await Sandbox.start({
    stack: { ...stack, functions, manifest },
    port: 0,
    onEvent: (event) => events.push(event),
    delivery: { delayMs: () => 60_000 },
    ...(stateFolder !== undefined && { stateFolder }),
  });
  sandboxes.push(sandbox);
  const { account, workspace, token } = sandbox.frameioState;
  const client = new FrameioClient({ token, baseUrl: sandbox.frameioUrl });
  const createWebhook = async (url: string, listened: readonly WebhookEventName[]) =>
    (await client.webhooks.create(account.id, workspace.id, { data: { name: 'w', url, events: listened } })).data;
  return { sandbox, gate, client, createWebhook };
}

describe('an event', () => {
  it('reaches every active webhook that listens to it, signed with the secret of each', async () => {
    const { sandbox, gate, client, createWebhook } = await start(['file.ready']);
    const [first, second, silent] = [await startEndpoint(), await startEndpoint(), await startEndpoint()];
    const { secret } = await createWebhook(first.url, ['file.deleted', 'file.ready']);
    const { secret: otherSecret } = await createWebhook(second.url, ['file.ready']);
    await createWebhook(silent.url, ['file.deleted']);
    const inactive = await createWebhook(silent.url, ['file.ready']);
    await client.webhooks.update(sandbox.frameioState.account.id, inactive.id, { data: { active: false } });
    const { file, reported } = await sandbox.upload({ name: 'a.mp4', fileSize: 1 });
    await until(() => first.seen.length + second.seen.length === 2);

    const { text = '' } = reported?.delivery ?? {};
    expect(JSON.parse(text)).toMatchObject({ type: 'file.ready', resource: { id: file.id } });
    for (const { url, headers, body, expected } of [
      { ...first.seen[0], expected: secret },
      { ...second.seen[0], expected: otherSecret },
    ]) {
      expect({ url, body }).toEqual({ url: '/', body: text });
      expect(headers).toMatchObject(signedHeaders(text, expected, String(headers?.['x-frameio-request-timestamp'])));
    }
    const [toApp] = gate.seen;
    const timestamp = reported?.delivery.attempts[0]?.timestamp ?? '';
    const { 'x-frameio-signature': signature } = signedHeaders(text, sandbox.signingSecret, timestamp);
    expect(toApp).toMatchObject({ body: text, headers: { signature } });
    expect(silent.seen).toEqual([]);
  });

  it('does not reach an app that does not listen to it', async () => {
    const { sandbox, gate, createWebhook } = await start(['file.deleted']);
    const other = await startEndpoint();
    await createWebhook(other.url, ['file.ready']);
    expect(await sandbox.upload({ name: 'a.mp4', fileSize: 1 })).toMatchObject({ attempts: [], reported: undefined });
    await until(() => other.seen.length === 1);
    expect(gate.seen).toEqual([]);
  });

  it('has five attempts, then a line in the failure log of the webhook', async () => {
    const { sandbox, createWebhook } = await start(['file.deleted']);
    const broken = await startEndpoint(503);
    const { id } = await createWebhook(broken.url, ['file.ready']);
    const { file } = await sandbox.upload({ name: 'a.mp4', fileSize: 1 });
    const { account, uploader, stores } = sandbox.frameioState;
    for (const attempt of [1, 2, 3, 4]) {
      await until(() => broken.seen.length === attempt);
      expect(stores.deliveryFailures.all()).toEqual([]);
      await sandbox.advance(60_000);
    }
    await until(() => stores.deliveryFailures.all().length > 0);
    const response = await fetch(`${sandbox.frameioUrl}/sandbox/failures`);
    expect(await response.json()).toEqual({
      failures: [
        {
          webhook_id: id,
          account_id: account.id,
          event_type: 'file.ready',
          resource_id: file.id,
          user_id: uploader.id,
        },
      ],
    });
    expect(broken.seen).toHaveLength(5);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'delivery_reported',
        report: expect.objectContaining({ foreignUrl: broken.url, isAccepted: false, handlers: [] }),
      }),
    );
  });
});

it('the webhook of the app and its secret survive a restart on another port', async () => {
  const stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const first = await start(['file.ready'], stateFolder);
  await sandboxes.pop()?.close();
  const second = await start(['file.deleted', 'file.ready'], stateFolder);
  expect(second.sandbox.signingSecret).toBe(first.sandbox.signingSecret);
  const [before] = first.sandbox.frameioState.stores.webhooks.all();
  expect(second.sandbox.frameioState.stores.webhooks.all()).toMatchObject([
    {
      id: before?.id,
      secret: first.sandbox.signingSecret,
      webhook: { url: second.sandbox.deployment.webhookUrl, events: ['file.deleted', 'file.ready'] },
    },
  ]);
});
