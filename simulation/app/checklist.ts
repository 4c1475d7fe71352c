import { setTimeout } from 'node:timers/promises';
import { type HandlerContext, PermanentError, RetryLater, type WebhookEvent } from 'frameio-lambda';
import { Random } from '../random.ts';
import { postOnce } from './post-once.ts';

/**
 * What the checklist handler does with a file. `postpones` requests a later retry for some minutes. `fails_before_effect`,
 * `fails_after_effect` and `times_out` fail at first only. `refuses_for_an_hour` and `always_refuses` throw a permanent error.
 */
export type ChecklistBehavior =
  | 'succeeds'
  | 'postpones'
  | 'fails_before_effect'
  | 'fails_after_effect'
  | 'times_out'
  | 'refuses_for_an_hour'
  | 'always_refuses';

const BEHAVIORS: readonly (readonly [weight: number, behavior: ChecklistBehavior])[] = [
  [68, 'succeeds'],
  [10, 'postpones'],
  [6, 'fails_before_effect'],
  [6, 'fails_after_effect'],
  [3, 'times_out'],
  [4, 'refuses_for_an_hour'],
  [3, 'always_refuses'],
];

/** The comment of the handler. */
export const CHECKLIST_COMMENT = 'The checklist is complete.';

/** Duration of each temporary behavior, in ms after the receipt of a delivery. */
const DURATION_MS = { failure: 5_000, postponement: 180_000, refusal: 3_600_000 } as const;

/** Longer than both functions let a handler run. */
const TIMEOUT_MS = 3_200;

/** Time after the last delivery at which only `always_refuses` remains, in ms. */
export const LONGEST_TEMPORARY_REFUSAL_MS = DURATION_MS.refusal;

/** Posts a comment that the checklist is complete, or fails according to the behavior for the file. */
export async function checklist(context: HandlerContext<WebhookEvent<'file.ready'>>): Promise<void> {
  const ageMs = Date.now() - context.receivedAt;
  const isEarly = ageMs < DURATION_MS.failure;
  const behavior = checklistBehaviorFor(context.event.resourceId);
  if (behavior === 'always_refuses') throw new PermanentError('The checklist always refuses this file.');
  if (behavior === 'refuses_for_an_hour' && ageMs < DURATION_MS.refusal) {
    throw new PermanentError('The checklist refuses this file for an hour.');
  }
  if (behavior === 'postpones' && ageMs < DURATION_MS.postponement) {
    throw new RetryLater(60_000, 'The checklist is postponed.');
  }
  if (behavior === 'fails_before_effect' && isEarly) throw new TypeError('The checklist failed before its effect.');
  if (behavior === 'times_out' && isEarly) await setTimeout(TIMEOUT_MS);
  await postOnce(context.event, context, CHECKLIST_COMMENT);
  if (behavior === 'fails_after_effect' && isEarly) throw new TypeError('The checklist failed after its effect.');
}

/** Returns the behavior for a file. It is the same in every process and at every attempt. */
export function checklistBehaviorFor(fileId: string): ChecklistBehavior {
  return new Random(`checklist ${fileId}`).pick(BEHAVIORS) ?? 'succeeds';
}
