import { deliver, loadHandler } from './contestant.ts';
import type { HttpEvent } from './deliveries.ts';
import { report } from './report-line.ts';
import { startStubServices } from './stub-services.ts';

/** What one cold start is to do. */
export interface ColdStartTask {
  readonly bundle: string;
  readonly event: HttpEvent;
  /** Whether the contestant fetches secrets and calls Frame.io. */
  readonly callsOut: boolean;
}

/** Where the time inside the process went. */
export interface ColdStartReport {
  /** When the first delivery was answered, in ms since 1970. */
  readonly answeredAt: number;
  readonly loadMs: number;
  readonly deliveryMs: number;
}

// Runs in a fresh process, which ends with the first delivery.
const { bundle, event, callsOut }: ColdStartTask = JSON.parse(process.argv[2] ?? '');
const services = callsOut ? await startStubServices() : undefined;
const startedAt = performance.now();
const handler = await loadHandler(bundle);
const loadedAt = performance.now();
await deliver(handler, event);
const answeredAt = performance.now();
if (services && !services.calls.at(-1)?.endsWith('/comments')) throw new Error('No comment was posted.');
report({
  answeredAt: performance.timeOrigin + answeredAt,
  loadMs: loadedAt - startedAt,
  deliveryMs: answeredAt - loadedAt,
} satisfies ColdStartReport);
process.exit();
