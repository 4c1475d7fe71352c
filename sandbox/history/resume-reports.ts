import type { DeliveryMonitor } from '../deliveries/delivery-monitor.ts';
import type { SentDelivery } from '../deliveries/report-delivery.ts';
import type { LocalDeployment } from '../deployment/local-deployment.ts';
import { readWebhookBody } from '../frameio/webhooks/read-webhook-body.ts';
import type { DeliveryAttempt } from '../frameio/webhooks/webhook-sender.ts';
import type { Delivery, DeliveryAttemptRecord } from '../sandbox-api.ts';
import type { DeliveryHistory } from './delivery-history.ts';

/**
 * Watches the handlers of an earlier run's deliveries that wait in the queue. A report of one that still waits would lack its
 * error, which only the log of the earlier run had.
 */
export async function resumeReports(
  history: DeliveryHistory,
  monitor: DeliveryMonitor,
  deployment: LocalDeployment,
): Promise<void> {
  const waiting = history.list().filter(({ status }) => status === 'waiting');
  for (const delivery of waiting.reverse()) {
    const sent = toSentDelivery(delivery);
    const report = sent && (await monitor.report(sent, deployment));
    const isDone = report?.handlers.every(({ nextRunAt }) => nextRunAt === undefined);
    if (report && isDone) history.handle({ kind: 'delivery_reported', report });
  }
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
