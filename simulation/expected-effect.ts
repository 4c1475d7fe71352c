import type { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import { CHECKED, checklistFateOf } from './app/checklist.ts';
import { updateText } from './app/update-log.ts';
import type { EventStory } from './event-registry.ts';
import { HANDLERS, type SimulatedEvent } from './simulated-events.ts';

/** What one handler is to do for one delivery key of an event: once, whatever happens. */
export interface Deed {
  readonly story: EventStory;
  readonly deliveryKey: string;
  readonly handler: (typeof HANDLERS)[SimulatedEvent][number];
  /** Whether a 2xx has promised it. */
  readonly isOwed: boolean;
}

/** All that may be done for an event. */
export function deedsOf(story: EventStory): readonly Deed[] {
  return [...story.deliveries].flatMap(([deliveryKey, isOwed]) =>
    HANDLERS[story.type].map((handler) => ({ story, deliveryKey, handler, isOwed })),
  );
}

/** How often a deed has been done: each handler comments in words of its own. */
export function effectsOf({ story, deliveryKey, handler }: Deed, frameioState: FrameioState): number {
  const texts = frameioState.commentsOf(story.fileId).map(({ text }) => text ?? '');
  switch (handler) {
    case 'file-ready':
      return texts.filter((text) => text.includes(' is ready: ')).length;
    case 'checklist':
      return texts.filter((text) => text === CHECKED).length;
    case 'update-log':
      return texts.filter((text) => text === updateText(deliveryKey)).length;
  }
}

/** Whether its handler gives it up whenever it is asked. */
export function isHopeless({ story, handler }: Deed): boolean {
  return handler === 'checklist' && checklistFateOf(story.fileId) === 'hopeless';
}

/** Whether somebody has said that no retry can help: Frame.io, or the handler itself. All other failures pass. */
export function isRefused(deed: Deed): boolean {
  const { story, handler } = deed;
  if (story.isRefused || isHopeless(deed)) return true;
  return handler === 'checklist' && checklistFateOf(story.fileId) === 'refused';
}
