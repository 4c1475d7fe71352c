import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifySignature } from '../../../../lib/signature/verify-signature.ts';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import {
  ActionInteractions,
  MAX_FORMS,
  type RepliedAction,
  type SentAction,
} from '../../../../sandbox/frameio/actions/action-interactions.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import type { StoredAction } from '../../../../sandbox/frameio/state/stored-resources.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { until } from '../../../support/until.ts';

const MESSAGE = { title: 'Archived', description: 'The file is in cold storage.' };
const FORM = {
  title: 'Archive',
  description: 'Where to?',
  fields: [
    { type: 'select', name: 'tier', label: 'Tier', value: 'cold', options: [{ name: 'Cold', value: 'cold' }] },
    { type: 'text', name: 'note', label: 'Note' },
    { type: 'link', name: 'help', label: 'Help', value: 'https://example.com' },
  ],
};

let clock: SandboxClock;
let state: FrameioState;
let server: ScriptedServer;
let interactions: ActionInteractions;
let events: (SentAction | RepliedAction)[];
/** Responses by the number of the request, counted from 1. The last one repeats. */
let respond: ((response: ServerResponse) => void)[];
beforeEach(async () => {
  events = [];
  respond = [(response) => json(response, 200, MESSAGE)];
  clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  state = new FrameioState({ now: () => new Date(clock.now()) });
  server = await scriptedServer((response, number) => (respond[number - 1] ?? respond.at(-1))?.(response));
  interactions = new ActionInteractions({
    state,
    clock,
    retryDelayMs: 0,
    onSend: (sent) => events.push(sent),
    onReply: (replied) => events.push(replied),
  });
});
afterEach(async () => {
  interactions.stop();
  await server.close();
});

const answer =
  (body: unknown, status = 200) =>
  (response: ServerResponse) =>
    json(response, status, body);

function newAction(settings: { multi_asset?: boolean; timeout?: number } = {}): StoredAction {
  const data = { name: 'Archive', description: 'd', event: 'studio.archive', url: `${server.url}/actions` };
  return state.actions.create({ ...data, multi_asset: false, ...settings }, state.user);
}

const newFile = () => ({ id: state.addFile({ name: 'a.mp4', fileSize: 1 }).id, type: 'file' as const });

describe('a click', () => {
  it('sends the request that Frame.io sends', async () => {
    const [stored, file] = [newAction(), newFile()];
    const { interactionId } = await interactions.click(stored, [file]);
    const ids = { account: state.account.id, project: state.project.id, workspace: state.workspace.id };
    const body =
      `{"account_id":"${ids.account}","action_id":"${stored.action.id}","interaction_id":"${interactionId}",` +
      `"project":{"id":"${ids.project}"},"resource":{"id":"${file.id}","type":"file"},"type":"studio.archive",` +
      `"user":{"id":"${state.uploader.id}"},"workspace":{"id":"${ids.workspace}"}}`;
    expect(server.seen).toMatchObject([{ method: 'POST', url: '/actions', body }]);
    const headers = server.seen[0]?.headers;
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Frame.io V4 API' });
    const signed = {
      body: Buffer.from(body),
      timestamp: String(headers?.['x-frameio-request-timestamp']),
      signature: String(headers?.['x-frameio-signature']),
    };
    expect(verifySignature(signed, [stored.secret], clock.now() / 1_000)).toEqual({ ok: true });
  });

  it('sends a list of resources if the action accepts several', async () => {
    const files = [newFile(), newFile()];
    await interactions.click(newAction({ multi_asset: true }), files);
    await interactions.click(newAction({ multi_asset: true }), files.slice(0, 1));
    const bodies = server.seen.map(({ body }) => JSON.parse(body));
    expect(bodies).toMatchObject([{ resources: files }, { resources: files.slice(0, 1) }]);
    expect(bodies[0]).not.toHaveProperty('resource');
  });

  it.each([
    { reply: MESSAGE, kind: 'message' },
    { reply: FORM, kind: 'form' },
    { reply: { title: 'No description' }, kind: 'error' },
  ])('returns the $kind of the reply', async ({ reply, kind }) => {
    respond = [answer(reply)];
    const result = await interactions.click(newAction(), [newFile()]);
    expect(result).toMatchObject({ attempts: [{ number: 1, status: 200 }], reply: { kind } });
  });

  it('reports the request and its reply', async () => {
    const { interactionId } = await interactions.click(newAction(), [newFile()]);
    expect(events).toMatchObject([
      { step: 'click', actionKey: 'studio.archive', interactionId, signature: expect.stringMatching(/^v0=/) },
      { actionKey: 'studio.archive', interactionId, reply: { kind: 'message' }, attempts: [{ status: 200 }] },
    ]);
  });

  it('begins an interaction of its own each time', async () => {
    const [stored, file] = [newAction(), newFile()];
    const results = [await interactions.click(stored, [file]), await interactions.click(stored, [file])];
    expect(new Set(results.map(({ interactionId }) => interactionId)).size).toBe(2);
  });
});

describe('a double click', () => {
  it('sends the same request concurrently', async () => {
    let waiting: ServerResponse[] = [];
    respond = [
      (response) => {
        waiting.push(response);
        if (waiting.length < 2) return; // the first response waits for the second request
        for (const each of waiting) json(each, 200, MESSAGE);
        waiting = [];
      },
    ];
    const result = await interactions.click(newAction(), [newFile()], 2);
    expect(result).toMatchObject({
      attempts: [{ status: 200 }],
      reply: { kind: 'message' },
      duplicates: [{ attempts: [{ status: 200 }], reply: { kind: 'message' } }],
    });
    const [one, other] = server.seen;
    expect(other).toEqual({ ...one, connection: expect.any(Number) });
  });
});

describe('a submission', () => {
  it('sends the same ids with the data, and the values that the form shows', async () => {
    respond = [answer(FORM), answer(MESSAGE)];
    const clicked = await interactions.click(newAction(), [newFile()]);
    const submitted = await interactions.submit(clicked.interactionId, { note: 'x' });
    expect(submitted).toMatchObject({ interactionId: clicked.interactionId, reply: { kind: 'message', ...MESSAGE } });
    const [first, second] = server.seen.map(({ body }) => JSON.parse(body));
    expect(second).toEqual({ ...first, data: { tier: 'cold', note: 'x' } });
    expect(Object.keys(second).slice(0, 4)).toEqual(['account_id', 'action_id', 'data', 'interaction_id']);
    expect(events).toMatchObject([{ step: 'click' }, {}, { step: 'submission' }, {}]);
  });

  it('overrides the values that the form shows, also with wrong ones', async () => {
    respond = [answer(FORM)];
    const { interactionId } = await interactions.click(newAction(), [newFile()]);
    const data = JSON.parse('{"tier":null,"unknown":[1],"__proto__":"p"}');
    await interactions.submit(interactionId, data);
    expect(server.seen.at(-1)?.body).toContain('"data":{"tier":null,"unknown":[1],"__proto__":"p"}');
  });

  it('submits the form that answered the last submission', async () => {
    const second = {
      ...FORM,
      title: 'Sure?',
      fields: [{ type: 'checkbox', name: 'sure', label: 'Sure', value: false }],
    };
    respond = [answer(FORM), answer(second), answer(MESSAGE)];
    const { interactionId } = await interactions.click(newAction(), [newFile()]);
    expect(await interactions.submit(interactionId, {})).toMatchObject({ reply: { kind: 'form', title: 'Sure?' } });
    expect(await interactions.submit(interactionId, {})).toMatchObject({ reply: { kind: 'message' } });
    expect(server.seen.map(({ body }) => JSON.parse(body).data)).toEqual([
      undefined,
      { tier: 'cold' },
      { sure: false },
    ]);
    expect(await interactions.submit(interactionId, {})).toBeUndefined();
  });

  it.each([
    { name: 'a message', responses: [answer(MESSAGE)] },
    { name: 'no reply', responses: [(response: ServerResponse) => response.end()] },
    { name: 'an error', responses: [answer({}, 400)] },
  ])('is impossible after $name', async ({ responses }) => {
    respond = responses;
    const { interactionId } = await interactions.click(newAction(), [newFile()]);
    expect(await interactions.submit(interactionId, {})).toBeUndefined();
    expect(server.seen).toHaveLength(1);
  });

  it('is impossible for the oldest form, if too many are open', async () => {
    respond = [answer(FORM)];
    const stored = newAction();
    const file = newFile();
    const oldest = await interactions.click(stored, [file]);
    for (let number = 1; number <= MAX_FORMS; number += 1) await interactions.click(stored, [file]);
    expect(await interactions.submit(oldest.interactionId, {})).toBeUndefined();
  });

  it('is impossible after the deletion of the action', async () => {
    respond = [answer(FORM)];
    const stored = newAction();
    const { interactionId } = await interactions.click(stored, [newFile()]);
    state.actions.delete(stored.action.id);
    expect(await interactions.submit(interactionId, {})).toBeUndefined();
  });
});

describe('the retries', () => {
  it.each([
    { name: 'a 5xx', fail: (response: ServerResponse) => response.writeHead(503).end(), failed: { status: 503 } },
    {
      name: 'a broken connection',
      fail: (response: ServerResponse) => response.destroy(),
      failed: { status: undefined, error: expect.any(String) },
    },
  ])('repeat the request after $name', async ({ fail, failed }) => {
    respond = [fail, answer(MESSAGE)];
    const result = await interactions.click(newAction(), [newFile()]);
    expect(result).toMatchObject({
      attempts: [
        { number: 1, ...failed },
        { number: 2, status: 200 },
      ],
    });
    expect(result.reply).toMatchObject({ kind: 'message' });
    const [one, other] = server.seen;
    expect(other?.body).toBe(one?.body);
  });

  it('end after five', async () => {
    respond = [answer({}, 500)];
    const { attempts, reply } = await interactions.click(newAction(), [newFile()]);
    expect(attempts).toHaveLength(6);
    expect(reply).toEqual({ kind: 'error', reason: 'The endpoint responded 500: {}' });
  });

  it.each([401, 404, 302])('do not repeat a request after %s', async (status) => {
    respond = [answer({}, status)];
    const { attempts } = await interactions.click(newAction(), [newFile()]);
    expect(attempts).toMatchObject([{ status }]);
  });

  it('begin when the timeout of the action has passed, and are signed at their own time', async () => {
    respond = [() => undefined, answer(MESSAGE)];
    const slow = new ActionInteractions({ state, clock });
    const clicked = slow.click(newAction({ timeout: 7 }), [newFile()]);
    await until(() => server.seen.length === 1);
    expect(clock.nextTimerAt).toBe(clock.now() + 7_000);
    clock.advance(7_000);
    expect(await clicked).toMatchObject({
      attempts: [{ status: undefined, error: 'no response within 7 s' }, { status: 200 }],
    });
    const times = server.seen.map(({ headers }) => Number(headers['x-frameio-request-timestamp']));
    expect(times).toEqual([1_795_392_000, 1_795_392_007]);
  });

  it('wait by the sandbox’s clock', async () => {
    const waiting = new ActionInteractions({ state, clock });
    respond = [answer({}, 500), answer(MESSAGE)];
    const clicked = waiting.click(newAction(), [newFile()]);
    await until(() => waiting.inFlight === 0 && clock.nextTimerAt === clock.now() + 1_000);
    clock.advance(1_000);
    expect(await clicked).toMatchObject({ attempts: [{ status: 500 }, { status: 200 }] });
  });

  it('end when the sandbox stops', async () => {
    respond = [() => undefined];
    const clicked = interactions.click(newAction(), [newFile()]);
    await until(() => server.seen.length === 1);
    interactions.stop();
    expect(await clicked).toMatchObject({
      attempts: [{ error: 'the sandbox stopped' }],
      reply: { kind: 'error' },
    });
    const late = await interactions.click(newAction(), [newFile()]);
    expect(late).toMatchObject({ attempts: [{ error: 'the sandbox stopped' }] });
  });
});

it.each(['not a URL', 'ftp://example.com'])('an action with the URL %s fails with the reason', async (url) => {
  const stored = newAction();
  const changed = state.actions.update(stored.action.id, { url });
  const { reply } = await interactions.click(changed ?? stored, [newFile()]);
  expect(reply).toEqual({ kind: 'error', reason: expect.stringContaining('Start it with http:// or https://') });
});
