import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { Mutation } from '../support/mutated-stack.ts';

/** A safeguard that is broken on purpose, and what the simulation must find. */
export interface BrokenSafeguard {
  readonly name: string;
  readonly mode: DeliveryMode;
  readonly mutations: readonly Mutation[];
  /** Number of events that show the effect. */
  readonly events: number;
  /** Matches the summary of the simulation. */
  readonly found: RegExp;
}

/** Breaks each safeguard of "nothing lost, nothing duplicated" in turn. */
export const BROKEN_SAFEGUARDS: readonly BrokenSafeguard[] = [
  {
    name: 'an idempotency store that forgets everything',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/idempotency/dynamodb-idempotency-store.ts',
        from: 'await workOnce(`',
        to: 'await workOnce(randomUUID() + `',
      },
    ],
    events: 60,
    found: / {2}duplicated [1-9]/,
  },
  {
    name: 'a 2xx if the queue is unavailable',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/endpoint/queued-endpoint-handler.ts',
        from: "isQueued ? 'queued' : 'queue_unavailable'",
        to: "isQueued ? 'queued' : 'queued'",
      },
    ],
    events: 150,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a 2xx before the queue has the message',
    mode: 'queued',
    mutations: [{ file: 'lib/endpoint/enqueue.ts', from: 'await queue.send(', to: 'void queue.send(' }],
    events: 60,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a 2xx without queueing the unfinished handlers',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/endpoint/enqueue.ts',
        from: 'await queue.send(delivery, { delayMs, timeoutMs });',
        to: 'void queue;',
      },
    ],
    events: 60,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a handler that does not look for its comment before a retry',
    mode: 'inline',
    mutations: [{ file: 'simulation/app/file-ready.ts', from: 'if (isRetry && ', to: 'if (!context && ' }],
    events: 60,
    found: / {2}duplicated [1-9]/,
  },
  {
    name: 'a retry before a delayed call has arrived',
    mode: 'inline',
    mutations: [
      { file: 'lib/retry/decide-retry.ts', from: 'MIN_DELAY_MS = 10_000', to: 'MIN_DELAY_MS = 1_000' },
      {
        file: 'lib/retry/is-outcome-unknown.ts',
        from: 'UNKNOWN_OUTCOME_LOCK_MS = 5_000 + CLOCK_TOLERANCE_MS',
        to: 'UNKNOWN_OUTCOME_LOCK_MS = 0',
      },
    ],
    events: 240,
    found: / {2}duplicated [1-9]/,
  },
  {
    name: 'a worker that dead-letters every message as unreadable',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/worker/process-message.ts',
        from: 'const delivery = decodeDelivery(record.body);\n  const work',
        to: 'const delivery = decodeDelivery("");\n  const work',
      },
    ],
    events: 20,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a worker that treats every failure as permanent',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/retry/decide-retry.ts',
        from: 'if (PERMANENT_ERRORS.some(',
        to: 'if (error || PERMANENT_ERRORS.some(',
      },
    ],
    events: 40,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a worker that runs handlers that the message does not name',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/worker/process-message.ts',
        from: 'const identity = { deliveryKey, correlationId, accountId, handlers,',
        to: 'const identity = { deliveryKey, correlationId, accountId,',
      },
    ],
    events: 60,
    found: / {2}unexpected [1-9]/,
  },
  {
    name: 'an event that repeats quickly under the rule of others',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/idempotency/same-event.ts',
        from: 'return SLOW_EVENTS.has(eventType)',
        to: "return eventType !== ''",
      },
    ],
    events: 30,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a body that is one event forever',
    mode: 'queued',
    mutations: [{ file: 'lib/idempotency/first-deliveries.ts', from: '<= WINDOW_SECONDS);', to: '<= 1e9);' }],
    events: 40,
    found: / {2}lost [1-9]/,
  },
  {
    name: 'a new event for each timestamp',
    mode: 'inline',
    mutations: [{ file: 'lib/idempotency/first-deliveries.ts', from: '<= WINDOW_SECONDS', to: '<= 0' }],
    events: 80,
    found: / {2}duplicated [1-9]/,
  },
  {
    name: 'a new answer for each request of a click',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/actions/answer-key.ts',
        from: 'JSON.stringify([interactionId, values ?? null])',
        to: 'JSON.stringify([interactionId, values ?? null, Math.random()])',
      },
    ],
    events: 100,
    found: / {2}duplicated [1-9]/,
  },
  {
    name: 'a dialog of success before the queue has the job',
    mode: 'queued',
    mutations: [{ file: 'lib/jobs/job-enqueuer.ts', from: 'await queue.send(message', to: 'void queue.send(message' }],
    events: 100,
    found: / {2}lost [1-9]/,
  },
];
