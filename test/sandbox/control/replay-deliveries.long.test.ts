import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifySignature } from '../../../lib/signature/verify-signature.ts';
import { createWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import type { SignedDeliveryRequest } from '../../../sandbox/sandbox-api.ts';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { SandboxUnderTest } from './sandbox-under-test.ts';

const running = new SandboxUnderTest();

beforeAll(() => running.start());
afterAll(() => running.sandbox.close());

describe('POST /sandbox/deliveries/<id>/replay', () => {
  it('sends the same body with a new timestamp, and runs the handlers again', async () => {
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'folder.created' });
    const [again] = await running.send(`/sandbox/deliveries/${delivery?.id}/replay`, {});
    expect(again).toMatchObject({ replayOf: delivery?.id, status: 'failed' });
    expect(again?.attempts[0]?.timestamp).not.toBe(delivery?.attempts[0]?.timestamp);
    expect((await running.show(again?.id)).body).toBe((await running.show(delivery?.id)).body);
  });

  it('sends exactly the same request, which the app takes for a repetition', async () => {
    const commentsOn = (id = '') => running.sandbox.frameioState.commentsOf(id).length;
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'file.ready' });
    const [exact] = await running.send(`/sandbox/deliveries/${delivery?.id}/replay`, { exact: true });
    expect(exact?.attempts[0]?.timestamp).toBe(delivery?.attempts[0]?.timestamp);
    expect(commentsOn(delivery?.resource?.id)).toBe(1);
    await running.client.post('/sandbox/clock/advance', { seconds: 1 });
    await running.send(`/sandbox/deliveries/${delivery?.id}/replay`, {});
    expect(commentsOn(delivery?.resource?.id)).toBe(2);
  });

  it('refuses an unknown delivery', async () => {
    await expect(running.client.post('/sandbox/deliveries/none/replay')).rejects.toMatchObject({ status: 404 });
  });
});

describe('a delivery to the webhook of another program', () => {
  const SECRET = 'the-secret-of-another-program';

  let program: ScriptedServer;
  let id: string;
  beforeAll(async () => {
    program = await scriptedServer((response) => response.writeHead(200).end());
    const { frameioState: state } = running.sandbox;
    const [workspaceId, creator] = [state.workspace.id, state.user];
    const data = { name: 'Other', url: program.url, events: ['collection.created'] };
    createWebhook(state, data, { workspaceId, creator, secret: SECRET });
    const { lastEventId } = await running.list();
    await running.client.post('/sandbox/collections', { name: 'Selects' });
    for await (const event of running.client.events(lastEventId)) {
      if (event === 'reset' || event.kind !== 'delivery_changed') continue;
      const { type, status } = event.delivery;
      if (type !== 'collection.created' || status !== 'completed') continue; // an earlier delivery may still run
      id = event.delivery.id;
      break;
    }
  });
  afterAll(() => program.close());

  const isSigned = ({ body, headers }: { readonly body: string; readonly headers: object }) => {
    const { 'x-frameio-request-timestamp': timestamp, 'x-frameio-signature': signature } = Object(headers);
    return verifySignature({ body: Buffer.from(body), timestamp, signature }, [SECRET], Date.now() / 1_000).ok;
  };

  it('goes to that webhook again, with its secret', async () => {
    const [again] = await running.send(`/sandbox/deliveries/${id}/replay`, {});
    expect(again).toMatchObject({ replayOf: id, url: program.url, status: 'completed' });
    expect(program.seen.map(isSigned)).toEqual([true, true]);
  });

  it('is signed for that webhook', async () => {
    const request = await running.client.get<SignedDeliveryRequest>(`/sandbox/deliveries/${id}/request`);
    expect(request.url).toBe(program.url);
    expect(isSigned(request)).toBe(true);
  });

  it('is not sent to the app after the deletion of the webhook', async () => {
    running.sandbox.frameioState.stores.webhooks.deleteWhere(({ webhook }) => webhook.url === program.url);
    const error = { status: 422, message: expect.stringContaining(`No webhook has the URL ${program.url}`) };
    await expect(running.client.post(`/sandbox/deliveries/${id}/replay`)).rejects.toMatchObject(error);
    await expect(running.client.get(`/sandbox/deliveries/${id}/request`)).rejects.toMatchObject(error);
  });
});

describe('GET /sandbox/deliveries', () => {
  it('filters, and limits the list', async () => {
    await running.send('/sandbox/deliveries', { type: 'file.ready', forge: 'stale', times: 3 });
    const { deliveries, total } = await running.list('?type=file.ready&status=refused&limit=2');
    expect(deliveries.map(({ type, status }) => [type, status])).toEqual([
      ['file.ready', 'refused'],
      ['file.ready', 'refused'],
    ]);
    expect(total).toBe(3);
  });

  it('finds a delivery by the beginning of its id', async () => {
    const { deliveries } = await running.list('?limit=1');
    const [newest] = deliveries;
    expect(await running.show(newest?.id.slice(0, 7) ?? '')).toMatchObject({ ...newest });
    await expect(running.show('')).resolves.toHaveProperty('deliveries'); // the list
    await expect(running.show('no-id')).rejects.toMatchObject({ status: 404 });
  });
});
