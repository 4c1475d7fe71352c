import type { SentMessage } from '../sandbox/aws/sqs/message.ts';
import type { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import type { EventStory, Stories } from './event-registry.ts';
import { type Deed, deedsOf, effectsOf } from './expected-effect.ts';
import { HANDLERS } from './simulated-events.ts';

/** What has become of all events. */
export interface RetryDecision {
  /** Deeds that a 2xx has promised: one for each handler and delivery key. */
  readonly owed: number;
  /** Deeds that are done. */
  readonly effects: number;
  /** Deeds that lie in the dead-letter queue with a reason. */
  readonly deadLettered: number;
  /** Deeds that are owed, and are neither done nor where they may be instead. */
  readonly lost: readonly Deed[];
  /** Deeds that are done more than once, owed or not. */
  readonly doubled: readonly Deed[];
}

/** What is judged. */
export interface Outcome {
  readonly stories: Stories;
  readonly frameioState: FrameioState;
  readonly deadLetters: readonly SentMessage[];
}

/**
 * Judges each handler's part in each event by itself.
 *
 * @param mayBeDead - Whether a deed may lie in the dead-letter queue in place of being done.
 */
export function judge(
  { stories, frameioState, deadLetters }: Outcome,
  mayBeDead: (deed: Deed) => boolean,
): RetryDecision {
  const dead = new Set(deadLetters.flatMap((message) => deadIn(message, stories)));
  const isDead = ({ deliveryKey, handler }: Deed) => dead.has(nameOf(deliveryKey, handler));
  const deeds = stories.all.flatMap(deedsOf);
  const owed = deeds.filter(({ isOwed }) => isOwed);
  return {
    owed: owed.length,
    effects: deeds.filter((deed) => effectsOf(deed, frameioState) > 0).length,
    deadLettered: deeds.filter(isDead).length,
    lost: owed.filter((deed) => effectsOf(deed, frameioState) === 0 && !(isDead(deed) && mayBeDead(deed))),
    doubled: deeds.filter((deed) => effectsOf(deed, frameioState) > 1),
  };
}

/** What a message of the dead-letter queue says is not done, and why; nothing where it does not say why. */
function deadIn({ body, attributes }: SentMessage, stories: Stories): readonly string[] {
  const story: EventStory | undefined = stories.ofMessage(body);
  if (!story || (attributes.reason?.StringValue ?? '') === '') return [];
  const { deliveryKey, handlers = HANDLERS[story.type] }: { deliveryKey: string; handlers?: readonly string[] } =
    JSON.parse(body);
  return handlers.map((handler) => nameOf(deliveryKey, handler));
}

function nameOf(deliveryKey: string, handler: string): string {
  return `${deliveryKey} ${handler}`;
}
