import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { sampleEvent } from '../../../sandbox/sample-event.ts';
import type { SandboxApp } from '../../../sandbox/sandbox-api.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { SandboxUnderTest } from './sandbox-under-test.ts';

const running = new SandboxUnderTest();
let endpoint: ScriptedServer;

beforeAll(async () => {
  endpoint = await scriptedServer((response) => json(response, 200, { title: 'Archived', description: 'Done.' }));
  await running.start();
  running.sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
});
afterAll(async () => {
  await running.sandbox.close();
  await endpoint.close();
});

describe('POST /sandbox/deliveries', () => {
  it('sends an event about a file, and reports its handlers', async () => {
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'file.created', file: 'Take 1.mov' });
    expect(delivery).toMatchObject({
      kind: 'webhook',
      type: 'file.created',
      status: 'waiting',
      resource: { type: 'file', name: 'Take 1.mov' },
      handlers: [
        {
          name: 'never-succeeds',
          status: 'dead_lettered',
          error: expect.stringContaining('never succeeds'),
          nextRunAt: null,
        },
        { name: 'postpones', status: 'postponed', nextRunAt: expect.stringMatching(/Z$/) },
      ],
    });
    expect(delivery?.attempts[0]).toMatchObject({ number: 1, isCold: true });
    expect(delivery?.attempts.at(-1)).toMatchObject({ status: 202, response: expect.stringContaining('queued') });
    const { body, log } = await running.show(delivery?.id);
    expect(JSON.parse(body)).toMatchObject({ type: 'file.created', resource: { id: delivery?.resource?.id } });
    expect(log.map((line) => JSON.parse(line).message)).toContain('handler dead-lettered');
  });

  it.each([
    { type: 'folder.created', status: 'failed', handler: { name: 'never-succeeds', status: 'dead_lettered' } },
    { type: 'file.updated', status: 'completed', handler: { name: 'misbehave', status: 'completed' } },
    { type: 'share.created', status: 'completed', handler: undefined },
  ])('reports $type, which is $status', async ({ type, status, handler }) => {
    const [delivery] = await running.send('/sandbox/deliveries', { type });
    expect(delivery).toMatchObject({ status, handlers: handler ? [handler] : [] });
  });

  it('sends a body as it is', async () => {
    const { frameioState } = running.sandbox;
    const [file] = frameioState.files();
    if (!file) throw new Error('There is no file.');
    const body = { ...sampleEvent('file.updated', frameioState, file), behavior: 'throws a string' };
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'file.updated', body });
    expect(delivery).toMatchObject({
      status: 'waiting',
      handlers: [{ status: 'failed', error: expect.stringContaining('not an Error') }],
    });
    expect((await running.show(delivery?.id)).body).toBe(JSON.stringify(body));
  });

  it('records which delivery a body is an edited copy of', async () => {
    const [original] = await running.send('/sandbox/deliveries', { type: 'share.created' });
    const body = JSON.parse((await running.show(original?.id)).body);
    const request = { type: 'share.created', body, replayOf: original?.id };
    expect(await running.send('/sandbox/deliveries', request)).toMatchObject([{ replayOf: original?.id }]);
    await expect(running.client.post('/sandbox/deliveries', { ...request, replayOf: 'none' })).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('There is no delivery none.'),
    });
  });

  it('sends several deliveries that are no duplicates of each other', async () => {
    const deliveries = await running.send('/sandbox/deliveries', { type: 'share.created', times: 3 });
    expect(deliveries.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(new Set(deliveries.map(({ attempts }) => attempts[0]?.timestamp)).size).toBe(3);
  });

  it.each(['stale', 'bad-signature', 'changed-body'])('sends a forged request once: %s', async (forge) => {
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'file.ready', forge });
    expect(delivery).toMatchObject({ forgery: forge, status: 'refused', attempts: [{ number: 1, status: 401 }] });
    expect(delivery?.attempts).toHaveLength(1);
  });

  it('signs with another secret', async () => {
    const [delivery] = await running.send('/sandbox/deliveries', {
      type: 'share.created',
      secret: running.sandbox.signingSecret,
    });
    expect(delivery?.status).toBe('completed');
  });

  describe('with a URL', () => {
    const type = 'share.created';
    const send = (request: object) => running.send('/sandbox/deliveries', { type, ...request });
    const isSignedBy = (secret: string) => {
      const { headers, body } = endpoint.seen.at(-1) ?? { headers: {}, body: '' };
      const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = Object(headers);
      const now = Date.now() / 1_000;
      return verifySignature({ body: Buffer.from(body), timestamp, signature }, [secret], now).ok;
    };

    it('sends to another port of this machine, signed with the secret of the app, and again after a replay', async () => {
      const { url } = endpoint;
      const [delivery] = await send({ url });
      expect(delivery).toMatchObject({ url, isChosenUrl: true, status: 'completed', handlers: [] });
      expect(isSignedBy(running.sandbox.signingSecret)).toBe(true);
      const before = endpoint.seen.length;
      expect(await running.send(`/sandbox/deliveries/${delivery?.id}/replay`, {})).toMatchObject([
        { url, isChosenUrl: true, replayOf: delivery?.id, status: 'completed' },
      ]);
      expect(endpoint.seen).toHaveLength(before + 1);
      expect(await running.client.get(`/sandbox/deliveries/${delivery?.id}/request`)).toMatchObject({ url });
    });

    it('reports that nothing listens there', async () => {
      const closed = await scriptedServer(() => undefined);
      await closed.close();
      const [delivery] = await send({ url: closed.url, age_seconds: 0 });
      expect(delivery).toMatchObject({ url: closed.url, status: 'refused' });
      expect(delivery?.attempts).toMatchObject([{ status: null, error: expect.stringContaining('ECONNREFUSED') }]);
    });

    it('sends to the webhook of another program, signed with its secret', async () => {
      const { frameioState: state } = running.sandbox;
      const [workspaceId, creator] = [state.workspace.id, state.user];
      const url = `${endpoint.url}/other`;
      const secret = 'the-secret-of-another-program';
      createWebhook(state, { name: 'Other', url, events: ['file.ready'] }, { workspaceId, creator, secret });
      await send({ url });
      expect(isSignedBy(secret)).toBe(true);
      const { targets } = await running.client.get<SandboxApp>('/sandbox/app');
      expect(targets[0]).toEqual({ url: running.sandbox.deployment.webhookUrl, name: 'webhook of the app' });
      expect(targets).toContainEqual({ url, name: 'webhook Other' });
    });

    it('sends an action there, signed with the secret of the action', async () => {
      const { actions, user } = running.sandbox.frameioState;
      const action = { name: 'Move', description: 'd', event: 'studio.move', url: 'http://127.0.0.1:9/' };
      const { secret } = actions.create(action, user);
      const [delivery] = await send({ type: 'studio.move', file: 'Take 1.mov', url: endpoint.url });
      expect(delivery).toMatchObject({ kind: 'action', url: endpoint.url, isChosenUrl: true, status: 'completed' });
      expect(isSignedBy(secret)).toBe(true);
    });

    it('replays no action to another server after the deletion of its webhook', async () => {
      const { frameioState: state } = running.sandbox;
      const context = { workspaceId: state.workspace.id, creator: state.user, secret: 'the-secret-of-another-server' };
      const url = 'http://0.0.0.0:1/';
      createWebhook(state, { name: 'Elsewhere', url, events: ['file.ready'] }, context);
      const action = { name: 'Ship', description: 'd', event: 'studio.ship', url: endpoint.url };
      state.actions.create(action, state.user);
      const [delivery] = await send({ type: 'studio.ship', file: 'Take 1.mov', url, age_seconds: 0 });
      state.stores.webhooks.deleteWhere(({ webhook }) => webhook.url === url);
      await expect(running.client.post(`/sandbox/deliveries/${delivery?.id}/replay`)).rejects.toMatchObject({
        status: 422,
        message: expect.stringContaining('the sandbox sends to this machine only'),
      });
    });

    it.each([
      'https://example.com/',
      'http://127.0.0.1.example.com/',
      'http://127.0.0.1@example.com/',
      'http://169.254.169.254/latest/meta-data',
      'http://0.0.0.0/',
      'http://[::ffff:169.254.169.254]/',
      'file:///etc/passwd',
      'no URL',
    ])('sends nothing to another server: %s', async (url) => {
      await expect(running.client.post('/sandbox/deliveries', { type, url })).rejects.toMatchObject({
        status: 422,
        message: expect.stringContaining('the sandbox sends to this machine only'),
      });
    });
  });

  it('clicks an action', async () => {
    const { actions, user } = running.sandbox.frameioState;
    actions.create({ name: 'Archive', description: 'd', event: 'studio.archive', url: endpoint.url }, user);
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'studio.archive', file: 'Take 1.mov' });
    expect(delivery).toMatchObject({
      kind: 'action',
      status: 'completed',
      resource: { type: 'file', name: 'Take 1.mov' },
      reply: { kind: 'message', title: 'Archived' },
    });
    const [again] = await running.send(`/sandbox/deliveries/${delivery?.id}/replay`, { exact: true });
    expect(again).toMatchObject({ replayOf: delivery?.id, status: 'completed' });
    const [first, second] = endpoint.seen.slice(-2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-frameio-signature']).toBe(first?.headers['x-frameio-signature']);
  });

  it('sends the same body only as often as it has timestamps that the endpoint accepts', async () => {
    const { actions, user } = running.sandbox.frameioState;
    actions.create({ name: 'Rate', description: 'd', event: 'studio.rate', url: endpoint.url }, user);
    const type = 'studio.rate';
    const [delivery] = await running.send('/sandbox/deliveries', { type, file: 'Take 1.mov' });
    const { body } = await running.show(delivery?.id);
    const request = { type, body: JSON.parse(body), times: 100 };
    for (const _ of ['100', '200']) await running.send('/sandbox/deliveries', request);
    await expect(running.client.post('/sandbox/deliveries', request)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining('Send fewer requests, wait, or advance the clock'),
    });
  });

  it.each([
    { body: {}, error: 'Send {"type"' },
    { body: { type: 'file.redy' }, error: 'There is no event or action "file.redy"' },
    { body: { type: 'file.ready', file: 'Take 9.mov' }, error: 'Use one of: "Take 1.mov"' },
    { body: { type: 'file.ready', forge: 'constructor' }, error: '"forge" must be one of: bad-signature' },
    { body: { type: 'file.ready', times: 101 }, error: 'Send {"type"' },
    { body: { type: 'file.ready', body: { type: 'file.ready' } }, error: 'The body is not an event of Frame.io' },
  ])('refuses $body', async ({ body, error }) => {
    const { total } = await running.list();
    await expect(running.client.post('/sandbox/deliveries', body)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining(error),
    });
    expect((await running.list()).total).toBe(total);
  });
});
