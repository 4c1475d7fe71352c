import { parseRecord } from '../../lib/core/type-guards.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';
import type { SentMessage } from '../aws/sqs/message.ts';
import type { HandlerReport } from './delivery-report.ts';
import { handlersOf } from './report-delivery.ts';
import { type ReportSources, reportHandlers } from './report-handler.ts';

/** What happened to the handlers of a message of the queue. */
export interface MessageReport {
  /** What the message is about: an event, or `the job render`. */
  readonly subject: string;
  readonly handlers: readonly HandlerReport[];
}

/**
 * Finds out what happened to the handlers of a message that the worker has processed: a job, or a delivery that the sandbox
 * has not sent itself since it started. Returns `undefined` for a message that no version of the worker can read.
 */
export async function reportMessage(
  message: Pick<SentMessage, 'body'>,
  sources: ReportSources,
): Promise<MessageReport | undefined> {
  const delivery = decodeDelivery(message.body);
  if (!delivery) return undefined;
  const { job, body, deliveryKey, correlationId, handlers: names } = delivery;
  const work = { isAccepted: true, deliveryKeys: [deliveryKey], correlationIds: [correlationId] };
  if (job !== undefined) return { subject: `the job ${job}`, handlers: await reportHandlers([job], work, sources) };
  const type = String(parseRecord(body)?.type);
  const listening = names ?? handlersOf(sources.stack.manifest, type);
  return { subject: type, handlers: await reportHandlers(listening, work, sources) };
}
