import type { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import { CHECKLIST_COMMENT, checklistBehaviorFor } from './app/checklist.ts';
import { NOTE_COMMENT } from './app/note.ts';
import { updateText } from './app/update-log.ts';
import type { SimulatedEvent } from './event-registry.ts';
import { HANDLERS, type SimulatedEventType } from './simulated-events.ts';

/** The effect of one handler for deliveries that are the same event. It must happen exactly once, whatever fails. */
export interface ExpectedEffect {
  readonly event: SimulatedEvent;
  readonly deliveryKeys: ReadonlySet<string>;
  readonly handler: (typeof HANDLERS)[SimulatedEventType][number];
  /** Whether a 2xx response has promised the effect. Without one, the effect may be missing. */
  readonly isPromised: boolean;
}

/** Returns all effects that the deliveries of an event may have. */
export function expectedEffectsOf(event: SimulatedEvent): readonly ExpectedEffect[] {
  return [...new Set(event.deliveries.values())].flatMap(({ deliveryKeys, isPromised }) =>
    HANDLERS[event.type].map((handler) => ({ event, deliveryKeys, handler, isPromised })),
  );
}

/** Counts how often an effect has happened. Each handler posts a comment with a text of its own. */
export function countEffects({ event, deliveryKeys, handler }: ExpectedEffect, state: FrameioState): number {
  const texts = state.commentsOf(event.fileId).map(({ text }) => text ?? '');
  switch (handler) {
    case 'file-ready':
      return texts.filter((text) => text.includes(' is ready: ')).length;
    case 'checklist':
      return texts.filter((text) => text === CHECKLIST_COMMENT).length;
    case 'note':
      return texts.filter((text) => text === NOTE_COMMENT).length;
    case 'upload-log':
    case 'update-log': {
      const expected = new Set([...deliveryKeys].map(updateText));
      return texts.filter((text) => expected.has(text)).length;
    }
  }
}

/** Returns whether the handler refuses this event at every attempt. */
export function isAlwaysRefused({ event, handler }: ExpectedEffect): boolean {
  return handler === 'checklist' && checklistBehaviorFor(event.fileId) === 'always_refuses';
}

/** Returns whether Frame.io or the handler may fail with a permanent error. All other failures are temporary. */
export function mayFailPermanently(effect: ExpectedEffect): boolean {
  const { event, handler } = effect;
  if (event.hasPermanentApiError || isAlwaysRefused(effect)) return true;
  return handler === 'checklist' && checklistBehaviorFor(event.fileId) === 'refuses_for_an_hour';
}
