import { deliver, loadHandler } from './contestant.ts';
import type { HttpEvent } from './deliveries.ts';
import type { QueueBatch } from './queue-batch.ts';
import { report } from './report-line.ts';

/** What one cold start is to do. */
export interface ColdStartTask {
  readonly bundle: string;
  readonly event: HttpEvent | QueueBatch;
}

/** Where the time inside the process went. */
export interface ColdStartReport {
  /** When the first delivery was answered, in ms since 1970. */
  readonly answeredAt: number;
  readonly loadMs: number;
  readonly deliveryMs: number;
  /** What was called without leaving the process, if anything. */
  readonly calls?: readonly string[];
}

/**
 * Does a cold start in this process, which is fresh and ends with the first delivery.
 *
 * @param calls - Gets what is called without leaving the process.
 */
export async function runColdStart(calls?: readonly string[]): Promise<never> {
  const { bundle, event }: ColdStartTask = JSON.parse(process.argv[2] ?? '');
  const startedAt = performance.now();
  const handler = await loadHandler(bundle);
  const loadedAt = performance.now();
  await deliver(handler, event);
  const answeredAt = performance.now();
  report({
    answeredAt: performance.timeOrigin + answeredAt,
    loadMs: loadedAt - startedAt,
    deliveryMs: answeredAt - loadedAt,
    ...(calls && { calls }),
  } satisfies ColdStartReport);
  process.exit();
}
