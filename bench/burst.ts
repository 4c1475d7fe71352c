import { join } from 'node:path';
import type { ThrottleSettings } from '../sandbox/aws/api-gateway/throttle.ts';
import { throttleOf } from '../sandbox/deployment/http-api-resources.ts';
import { bundle } from './bundle.ts';
import { type BurstResult, runBurst, SHORTEST_JUMP_MS } from './burst-run.ts';
import { formatTable, type Table } from './report.ts';
import { synthesize } from './synthesize.ts';

const NAME = { endpoint: 'queued endpoint', limits: 'the limits', worker: 'worker', sleeping: 'sleeping' } as const;

/** Comments that Frame.io takes in a minute, and at once when there were none for a minute (guide, Rate Limiting). */
const COMMENTS_A_MINUTE = 100;

/** How many events arrive in a second: a folder of some thousand files that were uploaded and transcoded together. */
const ARRIVALS_A_SECOND = 2_000;

/** How many events the function that sleeps is given at most: what it does with the next ones is the same again. */
const MOST_EVENTS_SLEPT_OUT = 40;

/**
 * Measures what becomes of a burst of events, and prints it.
 *
 * @param folder - Where bundles are put.
 * @param events - How many there are, more than Frame.io takes at once.
 * @returns The tables.
 */
export async function measureBurst(folder: string, events: number): Promise<readonly Table[]> {
  const tables: Table[] = [];
  const print = (table: Table) => {
    console.log(`\n${formatTable(table)}`);
    tables.push(table);
  };
  console.log(`\nSending a burst of ${events} events, by a clock that jumps ahead while all of them wait ...`);
  const stack = synthesize(join(folder, 'burst'), { deliveryMode: 'queued' });
  const throttle = throttleOf(stack.template);
  const arrivalMs = (events / ARRIVALS_A_SECOND) * 1_000;
  const meterBundle = await bundle('burst-meter-child.ts', folder);
  const worker = await runBurst({ stack, meterBundle, events, arrivalMs });
  print(doorTable(events, worker, throttle));
  print(timeTable(events, worker));
  print(outcomeTable(events, worker));

  const workerBundle = await bundle('candidates/sleeping-worker.ts', folder);
  const sleptOut = Math.min(MOST_EVENTS_SLEPT_OUT, Math.ceil(events / 20));
  const options = { stack, meterBundle, workerBundle, arrivalMs: 0, commentsBefore: COMMENTS_A_MINUTE };
  const sleeping = await runBurst({ ...options, events: sleptOut });
  print(lambdaTable({ worker, events }, { worker: sleeping, events: sleptOut }));
  return tables;
}

function doorTable(
  events: number,
  { requests, throttled, unanswered, undelivered }: BurstResult,
  throttle: ThrottleSettings,
): Table {
  const details = { throttled, unanswered, 'sent again': requests - events, 'never taken': undelivered };
  return {
    title: `Burst: requests of Frame.io to the endpoint for ${events} events, which arrive at ${ARRIVALS_A_SECOND} a second`,
    unit: 'requests',
    figures: [{ name: NAME.endpoint, value: requests, details }],
    relativeTo: [],
    targets: [],
    notes: [
      'They arrive by the clock of the sandbox, which waits while eight are under way: what is measured is the throttle before',
      'the endpoint and what becomes of those it turns away, not how fast the endpoint is.',
      `The template's throttle: ${throttle.rate} a second, ${throttle.burst} at once. Frame.io sends five times at most, over four minutes.`,
    ],
  };
}

function timeTable(events: number, worker: BurstResult): Table {
  const allowedMin = (events - COMMENTS_A_MINUTE) / COMMENTS_A_MINUTE;
  const { durationMs, receives, mostReceives, apiCalls, rateLimitedCalls } = worker;
  const details = {
    'receives each': receives / events,
    'at most': mostReceives,
    'calls each': apiCalls / events,
    '429s each': rateLimitedCalls / events,
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
      `When all wait, the clock jumps by ${SHORTEST_JUMP_MS / 1_000} s at least: messages due within it are handed over together, in fuller batches`,
      'than if they came one by one.',
    ],
  };
}

function outcomeTable(events: number, { lost, doubled, deadLettered }: BurstResult): Table {
  const details = { lost, doubled, 'dead letters': deadLettered };
  return {
    title: `Burst: events of ${events} that did not end in exactly one comment`,
    unit: 'events',
    figures: [{ name: NAME.worker, value: lost + doubled + deadLettered, details }],
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
    details: { 'ms in all': lambdaMs / events },
  });
  return {
    title: `Burst: time of Lambda an event, asleep and in all, the endpoint's included, beside a worker that sleeps out each 429 (${sleeping.events} events)`,
    unit: 'ms asleep',
    figures: [figureOf(NAME.worker, ours), figureOf(NAME.sleeping, sleeping)],
    relativeTo: [NAME.sleeping],
    targets: [{ name: NAME.worker, atMost: 0.05, relativeTo: NAME.sleeping }], // a meter that sees no sleep misses it
    notes: [
      'In all: what the handlers of the functions took, the first invocation of each process included, its cold start not.',
    ],
  };
}
