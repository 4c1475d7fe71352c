import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../lib/client/client.ts';
import { createShare } from '../../../sandbox/frameio/state/shares/shares.ts';
import { sampleEvent } from '../../../sandbox/sample-event.ts';
import type { QueueState, SandboxCredentials, StreamedEvent } from '../../../sandbox/sandbox-api.ts';
import { readDocument, rowsOf } from '../../support/documents.ts';
import { SandboxUnderTest } from './sandbox-under-test.ts';

const running = new SandboxUnderTest();

beforeAll(() => running.start());
afterAll(() => running.sandbox.close());

it('has the calls that the guide documents', async () => {
  const message = await running.client.get('/sandbox/unknown').catch(({ message }) => String(message));
  const calls = String(message).match(/(GET|POST|PATCH|DELETE) [^ ,]+(?=[,.])/g);
  const documented = rowsOf(readDocument('docs/local-development.md'), 'Control the sandbox from a program');
  expect(documented.map(([call]) => call).sort()).toEqual(calls?.sort());
});

it('GET /sandbox/credentials gives a client access, by a token and by server-to-server credentials', async () => {
  const { token, clientId, clientSecret, imsUrl, baseUrl, accountId, folderId } =
    await running.client.get<SandboxCredentials>('/sandbox/credentials');
  const byToken = new FrameioClient({ token, baseUrl });
  expect((await byToken.folders.show(accountId, folderId)).data.name).toBe('Sandbox');
  const byCredentials = new FrameioClient({ token: { clientId, clientSecret, imsUrl }, baseUrl });
  expect((await byCredentials.users.show()).data.name).toBe('Sandbox Integration');
});

it('GET /sandbox/queue shows the reason and the attempts of a dead letter', async () => {
  const [delivery] = await running.send('/sandbox/deliveries', { type: 'folder.created' });
  const { deadLetters } = await running.client.get<QueueState>('/sandbox/queue');
  expect(deadLetters.find(({ id }) => id === delivery?.handlers[0]?.deadLetterId)).toMatchObject({
    reason: expect.any(String),
    attempts: 1,
  });
});

it('GET /sandbox/queue shows why a message waits', async () => {
  const { frameioState: state } = running.sandbox;
  const [file] = state.files();
  if (!file) throw new Error('There is no file.');
  const body = { ...sampleEvent('file.updated', state, file), behavior: 'throws a string' };
  await running.send('/sandbox/deliveries', { type: 'file.updated', body });
  const { waiting } = await running.client.get<QueueState>('/sandbox/queue');
  expect(waiting.find(({ type }) => type === 'file.updated')?.reason).toContain('not an Error');
});

describe('GET /sandbox/events', () => {
  it('begins after the last event that the client knows', async () => {
    const { lastEventId } = await running.list();
    await running.send('/sandbox/deliveries', { type: 'share.created' });
    const first: StreamedEvent[] = [];
    for await (const event of running.client.events(lastEventId)) {
      if (event !== 'reset') first.push(event);
      if (first.length === 2) break;
    }
    const again = running.client.events(first[0]?.id ?? '');
    expect((await again.next()).value).toEqual(first[1]);
    await again.return(undefined);
  });

  it('tells a client of an earlier run to read the lists again', async () => {
    const events = running.client.events('00000000-7');
    expect((await events.next()).value).toBe('reset');
    await events.return(undefined);
  });
});

describe('the web app', () => {
  it('shows a share at its URL', async () => {
    const { frameioState: state } = running.sandbox;
    const project = state.stores.projects.require(state.project.id);
    const { id } = createShare(state, project, { type: 'asset', access: 'public', name: 'Review' }, state.user);
    const response = await fetch(`${running.sandbox.frameioUrl}/shares/${id}`);
    expect(await response.text()).toContain('<h1>Review</h1>');
    expect(state.stores.shares.require(id).share.last_viewed_at).not.toBeNull();
  });

  it('creates a collection', async () => {
    const created = await running.client.post<object>('/sandbox/collections', { name: 'Selects' });
    expect(created).toMatchObject({ name: 'Selects', project_id: running.sandbox.frameioState.project.id });
  });
});

describe('the clock', () => {
  it('runs postponed handlers when it is advanced', async () => {
    const before = await running.client.get<{ offsetMs: number }>('/sandbox/clock');
    const [delivery] = await running.send('/sandbox/deliveries', { type: 'file.created' });
    const after = await running.client.post<{ offsetMs: number }>('/sandbox/clock/advance', { seconds: 61 });
    expect(Math.round((after.offsetMs - before.offsetMs) / 1_000)).toBe(61);
    expect(await running.show(delivery?.id)).toMatchObject({
      status: 'failed',
      handlers: [{ status: 'dead_lettered' }, { status: 'completed' }],
    });
  });

  it('runs faster', async () => {
    expect(await running.client.post('/sandbox/clock', { speed: 100 })).toMatchObject({ speed: 100 });
    const { offsetMs } = await running.client.get<{ offsetMs: number }>('/sandbox/clock');
    let later = offsetMs;
    while (later - offsetMs < 5_000)
      ({ offsetMs: later } = await running.client.get<{ offsetMs: number }>('/sandbox/clock'));
    expect(await running.client.post('/sandbox/clock', { speed: 1 })).toMatchObject({ speed: 1 });
  });

  it.each([
    { path: '/sandbox/clock', body: { speed: 0 }, error: 'Send {"speed": <1 to 600>}.' },
    { path: '/sandbox/clock/advance', body: { seconds: -1 }, error: 'Send {"seconds": <0 to 1209600>}.' },
  ])('refuses $body', async ({ path, body, error }) => {
    await expect(running.client.post(path, body)).rejects.toMatchObject({ status: 422, message: error });
  });
});

describe('POST /sandbox/faults', () => {
  it('lets Frame.io answer an error until the fault ends', async () => {
    const { frameioUrl, frameioState } = running.sandbox;
    const me = async () => {
      const headers = { authorization: `Bearer ${frameioState.token}` };
      return (await fetch(`${frameioUrl}/v4/me`, { headers })).status;
    };
    expect(await running.client.post('/sandbox/faults', { calls: 'users.show', status: 429, count: 1 })).toMatchObject({
      calls: 'users.show',
      remaining: 1,
      endsAt: null,
    });
    expect([await me(), await me()]).toEqual([429, 200]);
    const fault = await running.client.post<{ id: string }>('/sandbox/faults', { status: 503 });
    expect(fault).toMatchObject({ endsAt: expect.stringMatching(/Z$/) });
    expect(await me()).toBe(503);
    expect(await running.client.delete(`/sandbox/faults/${fault.id}`)).toEqual({ faults: [] });
    await expect(running.client.delete(`/sandbox/faults/${fault.id}`)).rejects.toMatchObject({ status: 404 });
    expect(await me()).toBe(200);
  });

  it.each([
    {},
    { status: 200 },
    { status: 503, count: 0 },
    { status: 503, calls: '' },
    { status: 503, second: 1 },
    { target: 'weather' },
    { target: 'sqs', status: 503 },
    { target: 'signing-secret', count: 1 },
    { delay_seconds: 0 },
  ])('refuses %j', async (body) => {
    await expect(running.client.post('/sandbox/faults', body)).rejects.toMatchObject({ status: 422 });
  });
});
