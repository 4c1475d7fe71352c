import { join } from 'node:path';
import type { ThrottleSettings } from '../sandbox/aws/api-gateway/throttle.ts';
import { throttleOf } from '../sandbox/deployment/http-api-resources.ts';
import { bundle } from './bundle.ts';
import { type BurstResult, MIN_JUMP_MS, runBurst } from './burst-run.ts';
import { formatTable, type Table } from './report.ts';
import { synthesize } from './synthesize.ts';

const NAME = {
  endpoint: 'queued endpoint',
  limits: 'rate limits',
  worker: 'worker',
  sleeping: 'sleeping worker',
} as const;

/** Comments that Frame.io accepts per minute. After an idle minute, it accepts as many at once (guide, Rate Limiting). */
const COMMENTS_PER_MINUTE = 100;

/** Events that arrive per second, as after an upload of a folder with thousands of files. */
const ARRIVALS_PER_SECOND = 2_000;

/** Maximum number of events for the sleeping worker. It handles each further event in the same way. */
const MAX_SLEEPING_EVENTS = 40;

/**
 * Measures how the stack handles a burst of events, and prints the tables.
 *
 * @param folder - Folder for bundles.
 * @param events - Number of events. It must exceed what Frame.io's rate limits accept at once.
 * @returns The printed tables.
 */
export async function measureBurst(folder: string, events: number): Promise<readonly Table[]> {
  const tables: Table[] = [];
  const print = (table: Table) => {
    console.log(`\n${formatTable(table)}`);
    tables.push(table);
  };
  console.log(`\nSending a burst of ${events} events. The clock skips the time in which all of them wait ...`);
  const stack = synthesize(join(folder, 'burst'), { deliveryMode: 'queued' });
  const throttle = throttleOf(stack);
  const arrivalMs = (events / ARRIVALS_PER_SECOND) * 1_000;
  const meterBundle = await bundle('burst-meter-child.ts', folder);
  const worker = await runBurst({ stack, meterBundle, events, arrivalMs });
  print(requestTable(events, worker, throttle));
  print(timeTable(events, worker));
  print(outcomeTable(events, worker));

  const workerBundle = await bundle('candidates/sleeping-worker.ts', folder);
  const sleepingEvents = Math.min(MAX_SLEEPING_EVENTS, Math.ceil(events / 20));
  const options = { stack, meterBundle, workerBundle, arrivalMs: 0, commentsBefore: COMMENTS_PER_MINUTE };
  const sleeping = await runBurst({ ...options, events: sleepingEvents });
  print(lambdaTable({ worker, events }, { worker: sleeping, events: sleepingEvents }));
  return tables;
}

function requestTable(
  events: number,
  { requests, throttled, unanswered, undelivered }: BurstResult,
  throttle: ThrottleSettings,
): Table {
  const details = { throttled, 'no response': unanswered, retries: requests - events, undelivered };
  return {
    title: `Burst: Frame.io's requests to the endpoint for ${events} events, which arrive at ${ARRIVALS_PER_SECOND} per second`,
    unit: 'requests',
    figures: [{ name: NAME.endpoint, value: requests, details }],
    relativeTo: [],
    targets: [],
    notes: [
      'Events arrive by the sandbox clock. It stops while eight requests are in flight. So the table measures the throttle and',
      'the retries of throttled requests, not the speed of the endpoint.',
      `The template's throttle: ${throttle.rate} requests per second, ${throttle.burst} at once. Frame.io makes at most five`,
      'attempts, within about four minutes.',
    ],
  };
}

function timeTable(events: number, worker: BurstResult): Table {
  const allowedMin = (events - COMMENTS_PER_MINUTE) / COMMENTS_PER_MINUTE;
  const { durationMs, receives, maxReceives, apiCalls, rateLimitedCalls } = worker;
  const details = {
    'receives per event': receives / events,
    'max receives': maxReceives,
    'calls per event': apiCalls / events,
    '429s per event': rateLimitedCalls / events,
  };
  return {
    title: `Burst: ${events} file.ready events, from the first request to the last comment`,
    unit: 'min',
    figures: [
      { name: NAME.limits, value: allowedMin },
      { name: NAME.worker, value: durationMs / 60_000, details },
    ],
    relativeTo: [NAME.limits],
    targets: [{ name: NAME.worker, atMost: 1.2, relativeTo: NAME.limits }],
    notes: [
      `While everything waits, the clock jumps by at least ${MIN_JUMP_MS / 1_000} s. The worker receives the messages that become visible`,
      'within a jump together, so its batches are fuller than on Lambda.',
    ],
  };
}

function outcomeTable(events: number, { lost, duplicated, deadLettered }: BurstResult): Table {
  const details = { lost, duplicated, 'dead letters': deadLettered };
  return {
    title: `Burst: events without exactly one comment, of ${events}`,
    unit: 'events',
    figures: [{ name: NAME.worker, value: lost + duplicated + deadLettered, details }],
    relativeTo: [],
    targets: [{ name: NAME.worker, atMost: 0 }],
  };
}

interface MeasuredBurst {
  readonly worker: BurstResult;
  readonly events: number;
}

function lambdaTable(ours: MeasuredBurst, sleeping: MeasuredBurst): Table {
  const figureOf = (name: string, { worker: { sleptMs, lambdaMs }, events }: MeasuredBurst) => ({
    name,
    value: sleptMs / events,
    details: { 'total ms': lambdaMs / events },
  });
  return {
    title: `Burst: Lambda time per event, compared with a worker that sleeps after each 429 (${sleeping.events} events)`,
    unit: 'ms asleep',
    figures: [figureOf(NAME.worker, ours), figureOf(NAME.sleeping, sleeping)],
    relativeTo: [NAME.sleeping],
    targets: [{ name: NAME.worker, atMost: 0.05, relativeTo: NAME.sleeping }], // if the meter counts no sleep at all, 0 / 0 misses the target
    notes: [
      'The total is the duration of all invocations of the endpoint and the worker, without the initialization of cold starts.',
    ],
  };
}
