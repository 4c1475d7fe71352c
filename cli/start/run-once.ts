import { isWebhookEventName, type WebhookEventName } from '../../lib/events/event-map.ts';
import { isFailed } from '../../sandbox/deliveries/delivery-report.ts';
import type { ReportedDelivery } from '../../sandbox/deliveries/webhook-deliveries.ts';
import type { NewFile } from '../../sandbox/frameio/state/files.ts';
import { sampleEvent } from '../../sandbox/sample-event.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { formatResult } from '../../sandbox/terminal/format-report.ts';
import { formatTitle } from '../../sandbox/terminal/lines.ts';
import type { TerminalContext } from '../../sandbox/terminal/terminal-context.ts';

/** What `--once` needs besides the sandbox. */
export interface RunOnceOptions {
  /** The file to upload. */
  readonly file: NewFile;
  /** The comments that handlers have posted so far. The sandbox adds to it. */
  readonly comments: readonly string[];
  readonly context: TerminalContext;
  readonly print: (text: string) => void;
}

/**
 * Uploads a file and delivers a sample event of each further kind that the app listens to. Prints what each handler
 * did.
 *
 * @returns 0, or 1 if a handler failed or a delivery was refused.
 */
export async function runOnce(sandbox: Sandbox, options: RunOnceOptions): Promise<number> {
  const { file: newFile, comments, context, print } = options;
  const { file, reported } = await sandbox.upload(newFile);
  const deliveries = reported ? [reported] : [];
  for (const type of furtherEvents(sandbox)) {
    deliveries.push(await sandbox.deliver(sampleEvent(type, sandbox.frameioState, file)));
  }
  await runTimedOut(sandbox, deliveries, print);
  const reports = await Promise.all(deliveries.map(({ delivery }) => sandbox.report(delivery)));
  const known = reports.filter((report) => report !== undefined);
  print(formatResult(known, comments.length, context));
  return known.some(isFailed) ? 1 : 0;
}

/** Returns the events of the app's handlers, besides `file.ready`. */
function furtherEvents({ manifest }: Sandbox): readonly WebhookEventName[] {
  const events = manifest.handlers.flatMap((handler) => handler.events);
  return [...new Set(events)].filter(isWebhookEventName).filter((type) => type !== 'file.ready');
}

/** The endpoint has little time. A handler that needs more runs again in the worker: this function does not wait for that. */
async function runTimedOut(
  sandbox: Sandbox,
  deliveries: readonly ReportedDelivery[],
  print: RunOnceOptions['print'],
): Promise<void> {
  const handlers = deliveries.flatMap(({ report }) => report?.handlers ?? []);
  const times = handlers.flatMap(({ status, nextRunAt }) => (status === 'timed_out' && nextRunAt) || []);
  if (times.length === 0) return;
  print(formatTitle('A handler timed out in the endpoint. Advancing the clock, so that the worker runs it now'));
  await sandbox.advance(Math.max(0, Math.max(...times) - sandbox.now));
}
