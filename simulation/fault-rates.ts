import type { ServiceFault } from '../sandbox/aws/json-protocol/json-service.ts';
import type { ApiFault } from '../sandbox/frameio/api/api-fault.ts';
import type { FaultRate } from './fault-schedule.ts';

/** Faults of AWS services. A run of three exceeds the retries of the callers. */
const SERVICE_FAULTS: FaultRate<ServiceFault>['faults'] = [
  [30, 'throttled'],
  [30, 'down'],
  [25, 'reset'],
  [35, 'reset_after_processing'],
  [1, 'hang'],
  [1, 'hang_after_processing'],
];

/** Fault rates of AWS services, by kind of call. */
export const SERVICE_FAULT_RATES = {
  secretsManager: { probability: 0.15, faults: SERVICE_FAULTS, maxRunLength: 3 },
  sendMessage: { probability: 0.1, faults: SERVICE_FAULTS, maxRunLength: 4 },
  changeVisibility: { probability: 0.06, faults: SERVICE_FAULTS, maxRunLength: 4 },
  idempotencyStore: { probability: 0.03, faults: SERVICE_FAULTS, maxRunLength: 4 },
};

/** Fault rates of Frame.io's API, by whether the call changes data. */
export const API_FAULT_RATES: Readonly<Record<'read' | 'write', FaultRate<ApiFault>>> = {
  read: {
    probability: 0.04,
    maxRunLength: 4,
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
  write: {
    probability: 0.18,
    maxRunLength: 3,
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

/** Probabilities of everything else, from 0 to 1. */
export const PROBABILITIES = {
  /** An invocation of the endpoint crashes its process. */
  endpointCrash: 0.04,
  /** Every invocation of the endpoint for one event crashes its process. */
  endpointCrashLoop: 0.01,
  /** An invocation of the worker crashes its process, with a batch of up to ten messages. */
  workerCrash: 0.1,
  /** Lambda discards an environment after an invocation. */
  environmentDiscarded: 0.02,
  /** A delivery does not arrive. */
  requestLost: 0.01,
  /** The response to a delivery does not arrive. */
  responseLost: 0.04,
  /** The worker's response to a batch does not arrive. */
  batchResponseLost: 0.04,
  /** Frame.io makes a delivery twice at the same time. */
  concurrentDuplicate: 0.03,
  /** Somebody clicks a custom action twice. */
  doubleClick: 0.1,
  /** The answer to a click is slow, so Frame.io repeats the request while it waits. */
  slowAnswer: 0.05,
  /** Frame.io repeats an acknowledged delivery later. */
  laterDuplicate: 0.15,
  /** A repeated delivery has a new timestamp and signature. */
  newSignature: 0.6,
  /** SQS delivers a message a second time. */
  messageDuplicated: 0.06,
} as const;
