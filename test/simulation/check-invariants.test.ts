import { describe, expect, it } from '@jest/globals';
import { answerKey } from '../../lib/actions/answer-key.ts';
import { jobKey } from '../../lib/jobs/job-key.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { NOTE_COMMENT } from '../../simulation/app/note.ts';
import { updateText } from '../../simulation/app/update-log.ts';
import { checkInvariants } from '../../simulation/check-invariants.ts';
import { EventRegistry } from '../../simulation/event-registry.ts';
import type { SimulatedEventType } from '../../simulation/simulated-events.ts';

const NOW = Date.UTC(2026, 10, 23);
const TIMESTAMP = NOW / 1_000;

/** A simulation of one event. */
function delivered<Body extends { readonly type: SimulatedEventType }>(body: Body) {
  const frameioState = new FrameioState();
  const events = new EventRegistry(new SandboxClock({ frozenAt: NOW }));
  const file = frameioState.addFile({ name: 'Take 1.mov', fileSize: 1_000 });
  const event = events.add({
    account: { id: frameioState.account.id },
    project: { id: file.project_id },
    resource: { id: file.id, type: 'file' },
    user: { id: frameioState.uploader.id },
    workspace: { id: frameioState.workspace.id },
    ...body,
  });
  return { event, events, file, frameioState };
}

/** A simulation of one delivered `file.updated` event, whose only handler is `update-log`. */
function deliveredUpdate({ isPromised = true } = {}) {
  const { event, events, file, frameioState } = delivered({ type: 'file.updated' });
  const deliveryKey = events.recordDelivery(event, TIMESTAMP);
  for (const delivered of event.deliveries.values()) delivered.isPromised = isPromised;
  const deadLetter = (reason: string) => ({
    id: 'message',
    body: JSON.stringify({ body: event.body, deliveryKey, handlers: ['update-log'] }),
    attributes: { reason: { DataType: 'String', StringValue: reason } },
    sentAt: NOW,
  });
  return {
    deliveryKey,
    deadLetter,
    postEffect: () => frameioState.addComment(file.id, { text: updateText(deliveryKey) }),
    check: (deadLetters: ReturnType<typeof deadLetter>[] = [], mayBeDeadLettered = true) =>
      checkInvariants({ events, frameioState, deadLetters }, () => mayBeDeadLettered),
  };
}

describe('a promised effect', () => {
  it('is lost if it did not happen', () => {
    const { check, deliveryKey } = deliveredUpdate();
    expect(check()).toMatchObject({ promised: 1, completed: 0, deadLettered: 0, duplicated: [] });
    expect(check().lost).toMatchObject([{ deliveryKeys: new Set([deliveryKey]), handler: 'update-log' }]);
  });

  it('is complete if it happened once', () => {
    const { check, postEffect } = deliveredUpdate();
    postEffect();
    expect(check()).toMatchObject({ promised: 1, completed: 1, lost: [], duplicated: [] });
  });

  it('is duplicated if it happened twice', () => {
    const { check, postEffect } = deliveredUpdate();
    postEffect();
    postEffect();
    expect(check().duplicated).toMatchObject([{ handler: 'update-log' }]);
    expect(check().lost).toEqual([]);
  });

  it('may be in the dead-letter queue with a reason', () => {
    const { check, deadLetter } = deliveredUpdate();
    expect(check([deadLetter('server error')])).toMatchObject({ deadLettered: 1, lost: [] });
  });

  it.each([
    { name: 'without a reason', reason: '', mayBeDeadLettered: true },
    { name: 'if it must not be there', reason: 'server error', mayBeDeadLettered: false },
  ])('is lost in the dead-letter queue $name', ({ reason, mayBeDeadLettered }) => {
    const { check, deadLetter } = deliveredUpdate();
    expect(check([deadLetter(reason)], mayBeDeadLettered).lost).toHaveLength(1);
  });
});

describe('an effect without a promise', () => {
  it('may be missing', () => {
    expect(deliveredUpdate({ isPromised: false }).check()).toMatchObject({ promised: 0, lost: [] });
  });

  it('is duplicated if it happened twice', () => {
    const { check, postEffect } = deliveredUpdate({ isPromised: false });
    postEffect();
    postEffect();
    expect(check().duplicated).toHaveLength(1);
  });
});

describe('a click of the custom action', () => {
  const CLICK = { interaction_id: 'interaction', action_id: 'action' };

  it('has the delivery key of the job that the framework enqueues', () => {
    const { event, events } = delivered({ ...CLICK, type: 'note' });
    const parentKey = answerKey('interaction', undefined);
    const expected = jobKey({ parentKey, handlerName: 'note', jobName: 'note', key: undefined });
    expect(events.recordDelivery(event, TIMESTAMP)).toBe(expected);
    expect(events.recordDelivery(event, TIMESTAMP + 60)).toBe(expected);
  });

  it('has one effect, the comment of the job', () => {
    const { event, events, frameioState } = delivered({ ...CLICK, type: 'note' });
    events.recordDelivery(event, TIMESTAMP);
    const check = () => checkInvariants({ events, frameioState, deadLetters: [] }, () => false);
    frameioState.addComment(event.fileId, { text: NOTE_COMMENT });
    expect(check()).toMatchObject({ promised: 0, completed: 1, lost: [], duplicated: [] });
    frameioState.addComment(event.fileId, { text: NOTE_COMMENT });
    expect(check().duplicated).toMatchObject([{ handler: 'note' }]);
  });

  it('is found by the message of its job', () => {
    const { event, events } = delivered({ ...CLICK, type: 'note' });
    const body = JSON.stringify({ accountId: 'account', resourceId: event.fileId });
    expect(events.findByMessage(JSON.stringify({ job: 'note', body }))).toBe(event);
  });
});
