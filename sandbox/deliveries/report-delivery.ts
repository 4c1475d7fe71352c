import type { AppManifest } from '../../lib/core/manifest.ts';
import { deliveryKey } from '../../lib/idempotency/delivery-key.ts';
import { type DeliveryAttempt, isDelivered, type WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import type { DeliveryReport } from './delivery-report.ts';
import { type ReportSources, reportHandlers } from './report-handler.ts';

/** A delivery that Frame.io has sent. */
export interface SentDelivery {
  readonly id: string;
  readonly body: WebhookBody;
  /** Text of the body, as signed. */
  readonly text: string;
  readonly attempts: readonly DeliveryAttempt[];
  /** Position of the functions' log before the delivery. */
  readonly logPosition: number;
}

/**
 * Finds out what happened to each handler of a delivery: from the queues, the idempotency records and the response. The
 * functions' log adds the errors. Call this when nothing runs.
 *
 * @returns `undefined` if the delivery had no attempt, because the sandbox stopped.
 */
export async function reportDelivery(
  { id, body, text, attempts, logPosition }: SentDelivery,
  sources: ReportSources,
): Promise<DeliveryReport | undefined> {
  const attempt = attempts.at(-1);
  if (!attempt) return undefined;
  const isAccepted = isDelivered(attempt);
  const work = {
    isAccepted,
    deliveryKeys: attempts.map(({ timestamp }) => deliveryKey({ body: text, timestamp })),
    correlationIds: attempts.flatMap((sent) => ('requestId' in sent && sent.requestId) || []),
    resourceId: body.resource.id,
  };
  const handlers = await reportHandlers(handlersOf(sources.stack.manifest, body.type), work, sources);
  const log = isAccepted ? [] : sources.log.problemsSince(logPosition);
  return { deliveryId: id, body, attempt, isAccepted, handlers, log };
}

/** Returns the names of the handlers that listen to an event. */
export function handlersOf({ handlers }: AppManifest, eventType: string): readonly string[] {
  return handlers.filter(({ events }) => events.includes(eventType) || events.includes('*')).map(({ name }) => name);
}
