import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClient } from '../../../cli/sandbox/sandbox-client.ts';
import { FrameioClient } from '../../../lib/client/client.ts';
import { createShare } from '../../../sandbox/frameio/state/shares/shares.ts';
import { sampleEvent } from '../../../sandbox/sample-event.ts';
import { Sandbox } from '../../../sandbox/sandbox.ts';
import type {
  Delivery,
  DeliveryList,
  DeliverySummary,
  SandboxCredentials,
  StreamedEvent,
} from '../../../sandbox/sandbox-api.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { builtStack } from '../../support/synthesized.ts';

const stateFolder = mkdtempSync(join(tmpdir(), 'sandbox-api-'));

let endpoint: ScriptedServer;
let sandbox: Sandbox;
let client: SandboxClient;

async function start(): Promise<void> {
  sandbox = await Sandbox.start({
    stack: builtStack('queued', 'misbehaving-app'),
    port: 0,
    stateFolder,
    delivery: { delayMs: () => 0 },
    onEvent: () => undefined,
  });
  client = new SandboxClient(sandbox.frameioUrl);
}

beforeAll(async () => {
  endpoint = await scriptedServer((response) => json(response, 200, { title: 'Archived', description: 'Done.' }));
  await start();
  sandbox.frameioState.addFile({ name: 'Take 1.mov', fileSize: 1 });
});
afterAll(async () => {
  await sandbox.close();
  await endpoint.close();
});

const list = (query = '') => client.get<DeliveryList>(`/sandbox/deliveries${query}`);
const show = (id: string) => client.get<Delivery>(`/sandbox/deliveries/${id}`);

/** Sends deliveries, and resolves when each of them has ended or waits. */
async function send(path: string, body: object): Promise<readonly DeliverySummary[]> {
  const { lastEventId } = await list();
  const { deliveries } = await client.post<{ deliveries: readonly DeliverySummary[] }>(path, body);
  const ended = new Map<string, DeliverySummary>();
  for await (const event of client.events(lastEventId)) {
    if (event === 'reset' || event.kind !== 'delivery_changed') continue;
    const { delivery } = event;
    if (delivery.status !== 'in_progress') ended.set(delivery.id, delivery);
    const found = deliveries.map(({ id }) => ended.get(id));
    if (!found.includes(undefined)) break;
  }
  return deliveries.flatMap(({ id }) => ended.get(id) ?? []);
}

describe('POST /sandbox/deliveries', () => {
  it('sends an event about a file, and reports its handlers', async () => {
    const [delivery] = await send('/sandbox/deliveries', { type: 'file.created', file: 'Take 1.mov' });
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
    const { body, log } = await show(delivery?.id ?? '');
    expect(JSON.parse(body)).toMatchObject({ type: 'file.created', resource: { id: delivery?.resource?.id } });
    expect(log.map((line) => JSON.parse(line).message)).toContain('handler dead-lettered');
  });

  it.each([
    { type: 'folder.created', status: 'failed', handler: { name: 'never-succeeds', status: 'dead_lettered' } },
    { type: 'file.updated', status: 'completed', handler: { name: 'misbehave', status: 'completed' } },
    { type: 'share.created', status: 'completed', handler: undefined },
  ])('reports $type, which is $status', async ({ type, status, handler }) => {
    const [delivery] = await send('/sandbox/deliveries', { type });
    expect(delivery).toMatchObject({ status, handlers: handler ? [handler] : [] });
  });

  it('sends a body as it is', async () => {
    const { frameioState } = sandbox;
    const [file] = frameioState.files();
    if (!file) throw new Error('There is no file.');
    const body = { ...sampleEvent('file.updated', frameioState, file), behavior: 'throws a string' };
    const [delivery] = await send('/sandbox/deliveries', { type: 'file.updated', body });
    expect(delivery).toMatchObject({
      status: 'waiting',
      handlers: [{ status: 'failed', error: expect.stringContaining('not an Error') }],
    });
    expect((await show(delivery?.id ?? '')).body).toBe(JSON.stringify(body));
  });

  it('sends several deliveries that are no duplicates of each other', async () => {
    const deliveries = await send('/sandbox/deliveries', { type: 'share.created', times: 3 });
    expect(deliveries.map(({ status }) => status)).toEqual(['completed', 'completed', 'completed']);
    expect(new Set(deliveries.map(({ attempts }) => attempts[0]?.timestamp)).size).toBe(3);
  });

  it.each(['stale', 'bad-signature', 'changed-body'])('sends a forged request once: %s', async (forge) => {
    const [delivery] = await send('/sandbox/deliveries', { type: 'file.ready', forge });
    expect(delivery).toMatchObject({ forgery: forge, status: 'refused', attempts: [{ number: 1, status: 401 }] });
    expect(delivery?.attempts).toHaveLength(1);
  });

  it('signs with another secret', async () => {
    const [delivery] = await send('/sandbox/deliveries', { type: 'share.created', secret: sandbox.signingSecret });
    expect(delivery?.status).toBe('completed');
  });

  it('clicks an action', async () => {
    const { actions, user } = sandbox.frameioState;
    actions.create({ name: 'Archive', description: 'd', event: 'studio.archive', url: endpoint.url }, user);
    const [delivery] = await send('/sandbox/deliveries', { type: 'studio.archive', file: 'Take 1.mov' });
    expect(delivery).toMatchObject({
      kind: 'action',
      status: 'completed',
      resource: { type: 'file', name: 'Take 1.mov' },
      reply: { kind: 'message', title: 'Archived' },
    });
    const [again] = await send(`/sandbox/deliveries/${delivery?.id}/replay`, { exact: true });
    expect(again).toMatchObject({ replayOf: delivery?.id, status: 'completed' });
    const [first, second] = endpoint.seen.slice(-2);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['x-frameio-signature']).toBe(first?.headers['x-frameio-signature']);
  });

  it.each([
    { body: {}, error: 'Send {"type"' },
    { body: { type: 'file.redy' }, error: 'There is no event or action "file.redy"' },
    { body: { type: 'file.ready', file: 'Take 9.mov' }, error: 'Use one of: "Take 1.mov"' },
    { body: { type: 'file.ready', forge: 'constructor' }, error: '"forge" must be one of: bad-signature' },
    { body: { type: 'file.ready', times: 101 }, error: 'Send {"type"' },
    { body: { type: 'file.ready', body: { type: 'file.ready' } }, error: 'The body is not an event of Frame.io' },
  ])('refuses $body', async ({ body, error }) => {
    const { total } = await list();
    await expect(client.post('/sandbox/deliveries', body)).rejects.toMatchObject({
      status: 422,
      message: expect.stringContaining(error),
    });
    expect((await list()).total).toBe(total);
  });
});

describe('POST /sandbox/deliveries/<id>/replay', () => {
  it('sends the same body with a new timestamp, and runs the handlers again', async () => {
    const [delivery] = await send('/sandbox/deliveries', { type: 'folder.created' });
    const [again] = await send(`/sandbox/deliveries/${delivery?.id}/replay`, {});
    expect(again).toMatchObject({ replayOf: delivery?.id, status: 'failed' });
    expect(again?.attempts[0]?.timestamp).not.toBe(delivery?.attempts[0]?.timestamp);
    expect((await show(again?.id ?? '')).body).toBe((await show(delivery?.id ?? '')).body);
  });

  it('sends exactly the same request, which the app takes for a repetition', async () => {
    const commentsOn = (id = '') => sandbox.frameioState.commentsOf(id).length;
    const [delivery] = await send('/sandbox/deliveries', { type: 'file.ready' });
    const [exact] = await send(`/sandbox/deliveries/${delivery?.id}/replay`, { exact: true });
    expect(exact?.attempts[0]?.timestamp).toBe(delivery?.attempts[0]?.timestamp);
    expect(commentsOn(delivery?.resource?.id)).toBe(1);
    await client.post('/sandbox/clock/advance', { seconds: 1 });
    await send(`/sandbox/deliveries/${delivery?.id}/replay`, {});
    expect(commentsOn(delivery?.resource?.id)).toBe(2);
  });

  it('refuses an unknown delivery', async () => {
    await expect(client.post('/sandbox/deliveries/none/replay')).rejects.toMatchObject({ status: 404 });
  });
});

describe('GET /sandbox/deliveries', () => {
  it('filters, and limits the list', async () => {
    const { deliveries, total } = await list('?type=file.ready&status=refused&limit=2');
    expect(deliveries.map(({ type, status }) => [type, status])).toEqual([
      ['file.ready', 'refused'],
      ['file.ready', 'refused'],
    ]);
    expect(total).toBe(3);
  });

  it('finds a delivery by the beginning of its id', async () => {
    const { deliveries } = await list('?limit=1');
    const [newest] = deliveries;
    expect(await show(newest?.id.slice(0, 7) ?? '')).toMatchObject({ ...newest });
    await expect(show('')).resolves.toHaveProperty('deliveries'); // the list
    await expect(show('no-id')).rejects.toMatchObject({ status: 404 });
  });
});

it('GET /sandbox/credentials gives a client access, by a token and by server-to-server credentials', async () => {
  const { token, clientId, clientSecret, imsUrl, baseUrl, accountId, folderId } =
    await client.get<SandboxCredentials>('/sandbox/credentials');
  const byToken = new FrameioClient({ token, baseUrl });
  expect((await byToken.folders.show(accountId, folderId)).data.name).toBe('Sandbox');
  const byCredentials = new FrameioClient({ token: { clientId, clientSecret, imsUrl }, baseUrl });
  expect((await byCredentials.users.show()).data.name).toBe('Sandbox Integration');
});

describe('GET /sandbox/events', () => {
  it('begins after the last event that the client knows', async () => {
    const { lastEventId } = await list();
    await send('/sandbox/deliveries', { type: 'share.created' });
    const first: StreamedEvent[] = [];
    for await (const event of client.events(lastEventId)) {
      if (event !== 'reset') first.push(event);
      if (first.length === 2) break;
    }
    const again = client.events(first[0]?.id ?? '');
    expect((await again.next()).value).toEqual(first[1]);
    await again.return(undefined);
  });

  it('tells a client of an earlier run to read the lists again', async () => {
    const events = client.events('00000000-7');
    expect((await events.next()).value).toBe('reset');
    await events.return(undefined);
  });
});

describe('the web app', () => {
  it('shows a share at its URL', async () => {
    const { frameioState: state } = sandbox;
    const project = state.stores.projects.require(state.project.id);
    const { id } = createShare(state, project, { type: 'asset', access: 'public', name: 'Review' }, state.user);
    const response = await fetch(`${sandbox.frameioUrl}/shares/${id}`);
    expect(await response.text()).toContain('<h1>Review</h1>');
    expect(state.stores.shares.require(id).share.last_viewed_at).not.toBeNull();
  });

  it('creates a collection', async () => {
    const created = await client.post<object>('/sandbox/collections', { name: 'Selects' });
    expect(created).toMatchObject({ name: 'Selects', project_id: sandbox.frameioState.project.id });
  });
});

describe('the clock', () => {
  it('runs postponed handlers when it is advanced', async () => {
    const before = await client.get<{ offsetMs: number }>('/sandbox/clock');
    const [delivery] = await send('/sandbox/deliveries', { type: 'file.created' });
    const after = await client.post<{ offsetMs: number }>('/sandbox/clock/advance', { seconds: 61 });
    expect(Math.round((after.offsetMs - before.offsetMs) / 1_000)).toBe(61);
    expect(await show(delivery?.id ?? '')).toMatchObject({
      status: 'failed',
      handlers: [{ status: 'dead_lettered' }, { status: 'completed' }],
    });
  });

  it('runs faster', async () => {
    expect(await client.post('/sandbox/clock', { speed: 100 })).toMatchObject({ speed: 100 });
    const { offsetMs } = await client.get<{ offsetMs: number }>('/sandbox/clock');
    let later = offsetMs;
    while (later - offsetMs < 5_000) ({ offsetMs: later } = await client.get<{ offsetMs: number }>('/sandbox/clock'));
    expect(await client.post('/sandbox/clock', { speed: 1 })).toMatchObject({ speed: 1 });
  });

  it.each([
    { path: '/sandbox/clock', body: { speed: 0 }, error: 'Send {"speed": <1 to 600>}.' },
    { path: '/sandbox/clock/advance', body: { seconds: -1 }, error: 'Send {"seconds": <0 to 1209600>}.' },
  ])('refuses $body', async ({ path, body, error }) => {
    await expect(client.post(path, body)).rejects.toMatchObject({ status: 422, message: error });
  });
});

describe('POST /sandbox/faults', () => {
  it('lets Frame.io answer an error until the fault ends', async () => {
    const { frameioUrl, frameioState } = sandbox;
    const me = async () => {
      const headers = { authorization: `Bearer ${frameioState.token}` };
      return (await fetch(`${frameioUrl}/v4/me`, { headers })).status;
    };
    expect(await client.post('/sandbox/faults', { calls: 'users.show', status: 429, count: 1 })).toMatchObject({
      calls: 'users.show',
      remaining: 1,
      endsAt: null,
    });
    expect([await me(), await me()]).toEqual([429, 200]);
    const fault = await client.post<{ id: string }>('/sandbox/faults', { status: 503 });
    expect(fault).toMatchObject({ endsAt: expect.stringMatching(/Z$/) });
    expect(await me()).toBe(503);
    expect(await client.delete(`/sandbox/faults/${fault.id}`)).toEqual({ faults: [] });
    await expect(client.delete(`/sandbox/faults/${fault.id}`)).rejects.toMatchObject({ status: 404 });
    expect(await me()).toBe(200);
  });

  it.each([{}, { status: 200 }, { status: 503, count: 0 }, { status: 503, calls: '' }, { status: 503, second: 1 }])(
    'refuses %j',
    async (body) => {
      await expect(client.post('/sandbox/faults', body)).rejects.toMatchObject({ status: 422 });
    },
  );
});

it('keeps its history across a restart, and watches the handlers that wait', async () => {
  const [delivery] = await send('/sandbox/deliveries', { type: 'folder.created' });
  const [waiting] = await send('/sandbox/deliveries', { type: 'file.created' });
  const before = await list();
  await sandbox.close();
  await start();
  const after = await list();
  const idAndStatus = ({ id, status }: DeliverySummary) => [id, status];
  expect(after.deliveries.map(idAndStatus)).toEqual(before.deliveries.map(idAndStatus));
  expect(after.deliveries[1]).toEqual(before.deliveries[1]);
  expect(await show(delivery?.id ?? '')).toMatchObject({ status: 'failed', log: expect.any(Array) });
  await client.post('/sandbox/clock/advance', { seconds: 61 });
  expect(waiting).toMatchObject({ handlers: [{}, { status: 'postponed' }] });
  expect(await show(waiting?.id ?? '')).toMatchObject({ status: 'failed', handlers: [{}, { status: 'completed' }] });
});
