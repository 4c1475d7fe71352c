import { expect, it } from '@jest/globals';
import type { HandlerOutcome } from '../../../lib/core/handler-outcome.ts';
import { isFailure, isUnfinished } from '../../../lib/dispatch/handler-result.ts';

it.each<{ outcome: HandlerOutcome; unfinished: boolean; failure: boolean }>([
  { outcome: 'completed', unfinished: false, failure: false },
  { outcome: 'duplicate', unfinished: false, failure: false },
  { outcome: 'skipped', unfinished: false, failure: false },
  { outcome: 'in_progress', unfinished: true, failure: false },
  { outcome: 'postponed', unfinished: true, failure: false },
  { outcome: 'failed', unfinished: true, failure: true },
  { outcome: 'timed_out', unfinished: true, failure: true },
])('a handler that is $outcome: unfinished $unfinished, failure $failure', ({ outcome, unfinished, failure }) => {
  const result = { handlerName: 'index', outcome };
  expect([isUnfinished(result), isFailure(result)]).toEqual([unfinished, failure]);
});
