import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Sandbox } from '../../sandbox/sandbox.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';
import { builtStack } from '../support/synthesized.ts';
import { until } from '../support/until.ts';

describe.each(['inline', 'queued'] as const)('a user of custom actions, in %s mode,', (mode) => {
  let sandbox: Sandbox;
  let events: SandboxEvent[];
  let fileId: string;
  beforeAll(async () => {
    const stack = builtStack(mode, 'actions-app');
    sandbox = await Sandbox.start({ stack, port: 0, onEvent: (event) => events.push(event) });
  });
  afterAll(() => sandbox.close());
  beforeEach(() => {
    events = [];
    fileId = sandbox.frameioState.addFile({ name: 'a.mp4', fileSize: 1 }).id;
  });

  async function send(path: string, body: unknown) {
    const url = `${sandbox.frameioUrl}/sandbox/${path}`;
    return Object(await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json());
  }

  const file = () => ({ id: fileId, type: 'file' });
  const click = (key: string, more: object = {}) => send(`actions/${key}/click`, { resource: file(), ...more });
  const submit = (clicked: { interactionId: string }, data: object, more: object = {}) =>
    send(`interactions/${clicked.interactionId}/submit`, { data, ...more });
  /** Returns the comments on a file when the worker has run the jobs. */
  const commentsOn = async (id: string) => {
    await sandbox.deployment.whenIdle();
    return sandbox.frameioState.commentsOf(id).map(({ text }) => text);
  };

  it('clicks, and sees the message', async () => {
    expect(await click('message')).toMatchObject({
      attempts: [{ status: 200 }],
      reply: { kind: 'message', title: 'Done', description: 'The file has a comment.' },
    });
    expect(await commentsOn(fileId)).toEqual(['from the action']);
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'function_logged');
    expect(kinds).toEqual(['action_sent', 'api_called', 'action_replied', 'comment_posted']);
  });

  it('clicks on several files', async () => {
    const other = { id: sandbox.frameioState.addFile({ name: 'b.mp4', fileSize: 1 }).id, type: 'file' };
    const { reply } = await send('actions/each/click', { resources: [file(), other] });
    expect(reply).toMatchObject({ kind: 'message', title: 'Done' });
    expect(await commentsOn(fileId)).toEqual(['one of several']);
    expect(await commentsOn(other.id)).toEqual(['one of several']);
  });

  it('fills in the form', async () => {
    const clicked = await click('form');
    expect(clicked.reply).toMatchObject({
      kind: 'form',
      title: 'Archive',
      fields: [
        { type: 'select', name: 'tier', label: 'Tier', value: 'cold' },
        { type: 'checkbox', name: 'notify' },
        { type: 'text', name: 'note' },
      ],
    });
    expect(await commentsOn(fileId)).toEqual([]);
    expect(await submit(clicked, { notify: true, note: 'final' })).toMatchObject({
      interactionId: clicked.interactionId,
      reply: { kind: 'message', title: 'Done' },
    });
    expect(await commentsOn(fileId)).toEqual(['cold true final']);
  });

  it('corrects the form', async () => {
    const clicked = await click('form');
    const { reply } = await submit(clicked, { tier: 'hot', notify: false, note: 'n' });
    expect(reply).toMatchObject({ kind: 'form', description: expect.stringContaining('Check these fields: Tier.') });
    expect(await submit(clicked, { tier: 'deep' })).toMatchObject({ reply: { kind: 'message' } });
    expect(await commentsOn(fileId)).toEqual(['deep false n']);
  });

  it('goes through a wizard', async () => {
    const clicked = await click('wizard');
    const { reply } = await submit(clicked, { channel: 'News' });
    expect(reply).toMatchObject({ kind: 'form', description: 'To News?' });
    expect(await submit(clicked, { at: 'noon' })).toMatchObject({
      reply: { kind: 'message', title: 'Done' },
    });
    expect(await commentsOn(fileId)).toEqual(['News at noon']);
  });

  it('double clicks, and causes the effect once', async () => {
    const { reply, duplicates } = await click('message', { times: 2 });
    expect(reply).toMatchObject({ kind: 'message', title: 'Done' });
    expect(duplicates).toMatchObject([{ reply }]);
    expect(await commentsOn(fileId)).toEqual(['from the action']);
  });

  it('submits the form twice, and causes the effect once', async () => {
    const clicked = await click('form');
    const { reply, duplicates } = await submit(clicked, { notify: true, note: 'n' }, { times: 2 });
    expect(reply).toMatchObject({ kind: 'message', title: 'Done' });
    expect(duplicates).toMatchObject([{ reply }]);
    expect(await commentsOn(fileId)).toEqual(['cold true n']);
  });

  it('waits for a slow answer, which Frame.io requests again, and causes the effect once', async () => {
    const { attempts, reply } = await click('blocks');
    expect(attempts[0]).toMatchObject({ status: null, error: 'no response within 5 s' });
    expect(attempts.at(-1)).toMatchObject({ status: 200 });
    expect(reply).toMatchObject({ kind: 'message', title: 'Done' });
    expect(await commentsOn(fileId)).toEqual(['before the late answer']);
  });

  it('sees the answer after a crash of the function', async () => {
    const clicked = click('crashes');
    const hasCrashed = () => events.some((event) => event.kind === 'function_failed' && /exit/.test(event.error));
    await until(() => hasCrashed() && sandbox.interactions.inFlight === 0);
    await sandbox.advance(15_000); // the lock of the ended process expires
    const { attempts, reply } = await clicked;
    expect(attempts[0]).toMatchObject({ status: 500 });
    expect(reply).toMatchObject({ kind: 'message', title: 'Done' });
    expect(await commentsOn(fileId)).toEqual(['before the crash']);
  });
});
