import type { SentMessage } from '../sandbox/aws/sqs/message.ts';
import type { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import type { EventRegistry } from './event-registry.ts';
import { countEffects, type ExpectedEffect, expectedEffectsOf } from './expected-effect.ts';
import { HANDLERS } from './simulated-events.ts';

/** Result of a check of all effects. */
export interface InvariantReport {
  /** Number of effects that a 2xx has promised: one per handler and event. */
  readonly promised: number;
  /** Number of effects that happened. */
  readonly completed: number;
  /** Number of effects whose handler is in the dead-letter queue with a reason. */
  readonly deadLettered: number;
  /** Promised effects that neither happened nor are in the dead-letter queue for a permitted reason. */
  readonly lost: readonly ExpectedEffect[];
  /** Effects that happened more than once, promised or not. */
  readonly duplicated: readonly ExpectedEffect[];
}

/** The state of a simulation at the time of a check. */
export interface SimulationState {
  readonly events: EventRegistry;
  readonly frameioState: FrameioState;
  readonly deadLetters: readonly SentMessage[];
}

/**
 * Checks that every promised effect happened once. Checks each handler and event on its own.
 *
 * @param mayBeDeadLettered - Returns whether the dead-letter queue may hold the effect's handler instead.
 */
export function checkInvariants(
  { events, frameioState, deadLetters }: SimulationState,
  mayBeDeadLettered: (effect: ExpectedEffect) => boolean,
): InvariantReport {
  const deadLettered = new Set(deadLetters.flatMap((message) => deadLetteredHandlers(message, events)));
  const isDeadLettered = ({ deliveryKeys, handler }: ExpectedEffect) =>
    [...deliveryKeys].some((deliveryKey) => deadLettered.has(handlerKey(deliveryKey, handler)));
  const effects = events.all.flatMap(expectedEffectsOf);
  const promised = effects.filter(({ isPromised }) => isPromised);
  const isMissing = (effect: ExpectedEffect) => countEffects(effect, frameioState) === 0;
  return {
    promised: promised.length,
    completed: effects.filter((effect) => !isMissing(effect)).length,
    deadLettered: effects.filter(isDeadLettered).length,
    lost: promised.filter((effect) => isMissing(effect) && !(isDeadLettered(effect) && mayBeDeadLettered(effect))),
    duplicated: effects.filter((effect) => countEffects(effect, frameioState) > 1),
  };
}

/** Returns the keys of the unfinished handlers in a dead letter; none if the message has no reason. */
function deadLetteredHandlers({ body, attributes }: SentMessage, events: EventRegistry): readonly string[] {
  const event = events.findByMessage(body);
  if (!event || (attributes.reason?.StringValue ?? '') === '') return [];
  const { deliveryKey, handlers = HANDLERS[event.type] }: { deliveryKey: string; handlers?: readonly string[] } =
    JSON.parse(body);
  return handlers.map((handler) => handlerKey(deliveryKey, handler));
}

function handlerKey(deliveryKey: string, handler: string): string {
  return `${deliveryKey} ${handler}`;
}
