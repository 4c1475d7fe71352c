import type { ServiceFault } from '../sandbox/aws/json-protocol/json-service.ts';
import type { ApiFault } from '../sandbox/frameio/api/api-fault.ts';
import type { EdgeOdds } from './fault-schedule.ts';

/** What goes wrong with a service of AWS. Three in a row are more than its callers put up with. */
const SERVICE_FAULTS: EdgeOdds<ServiceFault>['faults'] = [
  [30, 'throttled'],
  [30, 'down'],
  [25, 'reset'],
  [35, 'reset_after_processing'],
  [1, 'hang'],
  [1, 'hang_after_processing'],
];

/** By edge. */
export const SERVICE_ODDS = {
  secretsManager: { chance: 0.15, faults: SERVICE_FAULTS, longestRun: 3 },
  sendMessage: { chance: 0.1, faults: SERVICE_FAULTS, longestRun: 4 },
  changeVisibility: { chance: 0.06, faults: SERVICE_FAULTS, longestRun: 4 },
  ledger: { chance: 0.03, faults: SERVICE_FAULTS, longestRun: 4 },
};

/** Of Frame.io, by whether the call changes something. */
export const API_ODDS: Readonly<Record<'reading' | 'writing', EdgeOdds<ApiFault>>> = {
  reading: {
    chance: 0.04,
    longestRun: 4,
    faults: [
      [30, 429],
      [20, 500],
      [15, 503],
      [5, 504],
      [15, 'reset'],
      [3, 403],
      [2, 'hang'],
    ],
  },
  writing: {
    chance: 0.18,
    longestRun: 3,
    faults: [
      [20, 429],
      [10, 500],
      [10, 503],
      [15, 'reset'],
      [30, 'reset_after_processing'],
      [20, { statusAfterProcessing: 500 }],
      [20, { statusAfterProcessing: 504 }],
      [15, { processAfterResetMs: 4_000 }],
      [4, { delayMs: 3_500 }],
      [3, 'hang_after_processing'],
      [2, 'hang'],
      [4, 403],
      [3, 422],
    ],
  },
};

/** How often the rest happens, from 0 to 1. */
export const CHANCES = {
  /** An event is one that repeats. */
  repeatingEvent: 0.3,
  /** The process of an endpoint dies in an invocation. */
  endpointKilled: 0.04,
  /** The process of an endpoint dies in each invocation for one and the same event, wherever it comes to. */
  cursed: 0.01,
  /** The process of a worker dies in an invocation: it has up to ten events in hand. */
  workerKilled: 0.1,
  /** An environment is not used again after an invocation. */
  recycled: 0.02,
  /** A delivery does not arrive. */
  requestLost: 0.01,
  /** The answer to a delivery does not arrive. */
  answerLost: 0.04,
  /** What a worker reports of its batch does not arrive. */
  reportLost: 0.04,
  /** A delivery is made twice at once. */
  twiceAtOnce: 0.03,
  /** A delivery that was acknowledged is made again later. */
  againLater: 0.15,
  /** A delivery that is made again has a timestamp and a signature of its own. */
  signedAnew: 0.6,
  /** SQS gives a message out once more than it should. */
  messageDoubled: 0.06,
} as const;
