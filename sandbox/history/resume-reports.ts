import type { DeliveryMonitor } from '../deliveries/delivery-monitor.ts';
import type { DeliveryReport } from '../deliveries/delivery-report.ts';
import type { SentDelivery } from '../deliveries/report-delivery.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import { readWebhookBody } from '../frameio/webhooks/read-webhook-body.ts';
import type { DeliveryAttempt } from '../frameio/webhooks/webhook-sender.ts';
import type { Delivery, DeliveryAttemptRecord, HandlerRecord } from '../sandbox-api.ts';
import type { DeliveryHistory } from './delivery-history.ts';

/**
 * Watches the handlers of an earlier run's deliveries that wait in the queue or can be redriven. A report of one that has not
 * changed would lack its error, which only the log of the earlier run had.
 */
export async function resumeReports(
  history: DeliveryHistory,
  monitor: DeliveryMonitor,
  deployment: LocalDeployment,
): Promise<void> {
  const unfinished = history.list().filter(({ handlers }) => handlers.some(mayRunAgain));
  for (const delivery of unfinished.reverse()) {
    const sent = toSentDelivery(delivery);
    const report = sent && (await monitor.report(sent, deployment));
    if (report && hasEnded(report, delivery)) history.handle({ kind: 'delivery_reported', report });
  }
}

function mayRunAgain({ nextRunAt, deadLetterId }: HandlerRecord): boolean {
  return nextRunAt !== null || deadLetterId !== null;
}

/** Whether no handler waits, and at least one has ended since the last report. */
function hasEnded({ handlers }: DeliveryReport, { handlers: before }: Delivery): boolean {
  const isWaiting = handlers.some(({ nextRunAt }) => nextRunAt !== undefined);
  const statusBefore = (name: string) => before.find((known) => known.name === name)?.status;
  return !isWaiting && handlers.some(({ handlerName, status }) => status !== statusBefore(handlerName));
}

function toSentDelivery({ id, body: text, attempts }: Delivery): SentDelivery | undefined {
  const body = readWebhookBody(text);
  return body && { id, body, text, attempts: attempts.map(toAttempt), logPosition: 0 };
}

function toAttempt(record: DeliveryAttemptRecord): DeliveryAttempt {
  const { number, timestamp, durationMs, status, response, error, requestId } = record;
  const sent = { number, timestamp, durationMs: durationMs ?? 0 };
  if (status === null) return { ...sent, status: undefined, error: error ?? 'the sandbox stopped' };
  return { ...sent, status, body: response ?? '', ...(requestId !== null && { requestId }) };
}
