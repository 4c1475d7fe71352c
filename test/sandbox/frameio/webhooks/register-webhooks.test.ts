import { describe, expect, it } from '@jest/globals';
import { RESOURCE_OF_EVENT } from '../../../../lib/events/event-map.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import { newSigningSecret, updateWebhook } from '../../../../sandbox/frameio/state/webhooks.ts';
import { registerWebhooks, signingSecretOf } from '../../../../sandbox/frameio/webhooks/register-webhooks.ts';

const URL = 'http://127.0.0.1:3001/frameio';

/** Starts a sandbox's Frame.io with an app. Returns its webhooks. */
function register(state: FrameioState, handlers: readonly (readonly string[])[], url = URL) {
  registerWebhooks(state, {
    handlers: handlers.map((events, index) => ({ name: `handler-${index}`, events })),
    url,
    secret: signingSecretOf(state) ?? newSigningSecret(),
  });
  return state.stores.webhooks.all();
}

describe('the webhook of an app', () => {
  it('listens to the events of all handlers in the default workspace', () => {
    const state = new FrameioState();
    const [stored, ...others] = register(state, [['file.ready'], ['comment.created', 'file.ready']]);
    expect(others).toEqual([]);
    expect(stored?.webhook).toMatchObject({
      name: 'frameio-lambda',
      url: URL,
      events: ['file.ready', 'comment.created'],
      active: true,
      workspace_id: state.workspace.id,
    });
    expect(stored?.secret).toBe(signingSecretOf(state));
  });

  it('listens to every event for a handler of all events', () => {
    const [stored] = register(new FrameioState(), [['*']]);
    expect(stored?.webhook.events).toEqual(Object.keys(RESOURCE_OF_EVENT));
  });

  it.each([
    { name: 'handlers', handlers: [['file.deleted']], url: URL },
    { name: 'port', handlers: [['file.ready']], url: 'http://127.0.0.1:4001/frameio' },
  ])('changes with the $name, and keeps its id and its secret', ({ handlers, url }) => {
    const state = new FrameioState();
    const [before] = register(state, [['file.ready']]);
    const after = register(state, handlers, url);
    expect(after).toMatchObject([{ id: before?.id, secret: before?.secret, webhook: { url, events: handlers[0] } }]);
  });

  it('stays as it is if nothing has changed', () => {
    let ms = 0;
    const state = new FrameioState({ now: () => new Date(ms) });
    const before = register(state, [['file.ready']]);
    ms = 1_000;
    expect(register(state, [['file.ready']])).toEqual(before);
  });

  it('is active again after a start', () => {
    const state = new FrameioState();
    for (const stored of register(state, [['file.ready']])) updateWebhook(state, stored, { active: false });
    expect(register(state, [['file.ready']])).toMatchObject([{ webhook: { active: true } }]);
  });

  it('exists in each workspace, with the same secret', () => {
    const state = new FrameioState({ studio: true });
    const webhooks = register(state, [['file.ready']]);
    expect(webhooks.map(({ webhook }) => webhook.workspace_id)).toEqual(
      state.stores.workspaces.all().map(({ id }) => id),
    );
    expect(new Set(webhooks.map(({ secret }) => secret))).toEqual(new Set([signingSecretOf(state)]));
    expect(register(state, [])).toEqual([]);
  });

  it('does not exist if the app listens to nothing', () => {
    const state = new FrameioState();
    register(state, [['file.ready']]);
    expect(register(state, [])).toEqual([]);
  });
});
