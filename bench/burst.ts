import { join } from 'node:path';
import { synthesize } from '../cdk/synthesize.ts';
import { bundle } from './bundle.ts';
import { type BurstResult, runBurst } from './burst-run.ts';
import { formatTable, type Table } from './report.ts';

const NAME = { limits: 'the limits', worker: 'worker', sleeping: 'sleeping' } as const;

/** Comments that Frame.io takes in a minute, and at once when there were none for a minute (guide, Rate Limiting). */
const COMMENTS_A_MINUTE = 100;

/** How many events the function that sleeps is given at most: what it does with the next ones is the same again. */
const MOST_EVENTS_SLEPT_OUT = 40;

/**
 * Measures what becomes of a burst of events, and prints it.
 *
 * @param folder - Where bundles are put.
 * @param events - How many there are, more than Frame.io takes at once.
 */
export async function measureBurst(folder: string, events: number): Promise<void> {
  console.log(`\nWorking off a burst of ${events} events, by a clock that jumps ahead while all of them wait ...`);
  const stack = synthesize(join(folder, 'burst'), { deliveryMode: 'queued' });
  const meterBundle = await bundle('burst-meter-child.ts', folder);
  const worker = await runBurst({ stack, meterBundle, events });
  print(timeTable(events, worker));
  print(outcomeTable(events, worker));

  const workerBundle = await bundle('contestants/sleeping-worker.ts', folder);
  const sleptOut = Math.min(MOST_EVENTS_SLEPT_OUT, Math.ceil(events / 20));
  const options = { stack, meterBundle, workerBundle, events: sleptOut, commentsBefore: COMMENTS_A_MINUTE };
  print(lambdaTable({ worker, events }, { worker: await runBurst(options), events: sleptOut }));
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
    title: `Burst: ${events} file.ready events, queued at once as the queued endpoint does it, until the last is done`,
    unit: 'min',
    figures: [
      { name: NAME.limits, value: allowedMin },
      { name: NAME.worker, value: durationMs / 60_000, details },
    ],
    relativeTo: [NAME.limits],
    targets: [{ name: NAME.worker, atMost: 1.2, relativeTo: NAME.limits }],
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
    title: `Burst: time of Lambda an event, asleep and in all, beside a worker that sleeps out each 429 (${sleeping.events} events)`,
    unit: 'ms asleep',
    figures: [figureOf(NAME.worker, ours), figureOf(NAME.sleeping, sleeping)],
    relativeTo: [NAME.sleeping],
    targets: [{ name: NAME.worker, atMost: 0.05, relativeTo: NAME.sleeping }],
  };
}

function print(table: Table): void {
  console.log(`\n${formatTable(table)}`);
}
