import { setTimeout } from 'node:timers/promises';
import { type HandlerContext, PermanentError, RetryLater, type WebhookEvent } from '../../lib/index.ts';
import { Random } from '../random.ts';
import { postOnce } from './post-once.ts';

/**
 * What becomes of a checklist. `later`: it waits for minutes. `fails` and `fails_when_done`: it throws at first, before its
 * effect or after it. `slow`: it is at first longer at it than there is time, without a look at its signal. `refused`: it
 * says for an hour that it cannot be helped; `hopeless`: for ever.
 */
export type ChecklistFate = 'usual' | 'later' | 'fails' | 'fails_when_done' | 'slow' | 'refused' | 'hopeless';

const FATES: readonly (readonly [weight: number, fate: ChecklistFate])[] = [
  [68, 'usual'],
  [10, 'later'],
  [6, 'fails'],
  [6, 'fails_when_done'],
  [3, 'slow'],
  [4, 'refused'],
  [3, 'hopeless'],
];

/** Its comment. */
export const CHECKED = 'Everything on the checklist is done.';

/** What is over so long after the receipt of a delivery, in ms. */
const OVER_AFTER_MS = { failing: 5_000, waiting: 180_000, refusal: 3_600_000 } as const;

/** Longer than either function lets a handler run. */
const SLOW_MS = 3_200;

/** When nothing but hopeless checklists is refused any more, in ms after the last delivery. */
export const NOTHING_IS_REFUSED_AFTER_MS = OVER_AFTER_MS.refusal;

/** Notes on a file that it has been checked, or fails as it is the file's fate. */
export async function checklist(context: HandlerContext<WebhookEvent<'file.ready'>>): Promise<void> {
  const ageMs = Date.now() - context.receivedAt;
  const isFirst = ageMs < OVER_AFTER_MS.failing;
  const fate = checklistFateOf(context.event.resourceId);
  if (fate === 'hopeless') throw new PermanentError('The checklist is hopeless.');
  if (fate === 'refused' && ageMs < OVER_AFTER_MS.refusal)
    throw new PermanentError('The checklist is refused for now.');
  if (fate === 'later' && ageMs < OVER_AFTER_MS.waiting) throw new RetryLater(60_000, 'The checklist has to wait.');
  if (fate === 'fails' && isFirst) throw new TypeError('The checklist fails.');
  if (fate === 'slow' && isFirst) await setTimeout(SLOW_MS);
  await postOnce(context, CHECKED);
  if (fate === 'fails_when_done' && isFirst) throw new TypeError('The checklist fails when it is done.');
}

/** The fate of a file's checklist: the same whoever asks, and whenever. */
export function checklistFateOf(fileId: string): ChecklistFate {
  return new Random(`checklist ${fileId}`).pick(FATES) ?? 'usual';
}
