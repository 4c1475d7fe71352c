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
}

// Runs in a fresh process, which ends with the first delivery.
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
} satisfies ColdStartReport);
process.exit();
