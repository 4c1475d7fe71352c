import type { DeliveryReport, HandlerReport } from '../deliveries/delivery-report.ts';
import type { StartedDelivery } from '../deliveries/started-delivery.ts';
import type { RepliedAction, SentAction } from '../frameio/actions/action-interactions.ts';
import { type DeliveryAttempt, isDelivered } from '../frameio/webhooks/webhook-sender.ts';
import type { Delivery, DeliveryAttemptRecord, DeliveryStatus, HandlerRecord } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';

/** Maximum length of a response's body. */
const MAX_RESPONSE_LENGTH = 2_000;

/** Formats a time in milliseconds since 1970. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The fields that no event sets at the start. */
function newDelivery(time: string) {
  const none = {
    attempts: [],
    nextAttemptAt: null,
    handlers: [],
    reply: null,
    log: [],
    logFunctions: [],
    calls: [],
  } as const;
  return { ...none, status: 'in_progress', startedAt: time, updatedAt: time } as const;
}

/** Creates the record of a webhook's delivery. */
export function startWebhook({ body, text, ...started }: StartedDelivery, time: string): Delivery {
  const resource = { ...body.resource, name: null };
  return { ...newDelivery(time), ...started, kind: 'webhook', type: body.type, resource, body: text };
}

/** Creates the record of a click or a submission. */
export function startAction(sent: SentAction, time: string): Delivery {
  const { deliveryId: id, actionKey: type, resources, url, isChosenUrl, forgery, replayOf, body, timestamp } = sent;
  const [first] = resources;
  const resource = first ? { ...first, name: null } : null;
  const attempts = [newAttempt({ number: 1, sentAt: time, timestamp, isCold: false })];
  const request = { url, isChosenUrl, forgery, replayOf, body };
  return { ...newDelivery(time), ...request, id, kind: 'action', type, resource, attempts };
}

/** Adds an attempt that waits for its response. */
export function addAttempt(
  delivery: Delivery,
  { number, timestamp, isCold }: Extract<SandboxEvent, { kind: 'delivery_sent' }>,
  sentAt: string,
): Delivery {
  const attempts = [...delivery.attempts, newAttempt({ number, sentAt, timestamp, isCold })];
  return { ...delivery, attempts, nextAttemptAt: null };
}

/** Adds the response of an attempt. */
export function endAttempt(delivery: Delivery, attempt: DeliveryAttempt): Delivery {
  const attempts = delivery.attempts.map((known) => (known.number === attempt.number ? ended(known, attempt) : known));
  return { ...delivery, attempts };
}

/** Adds what happened to the handlers. */
export function addReport(delivery: Delivery, { isAccepted, handlers }: DeliveryReport): Delivery {
  return { ...delivery, handlers: handlers.map(toHandlerRecord), status: statusOf(isAccepted, handlers) };
}

/** Adds the reply to a click or a submission. */
export function addReply(delivery: Delivery, { attempts, reply }: RepliedAction, time: string): Delivery {
  const all = attempts.map((attempt) => {
    const { number, timestamp, sentAt } = attempt;
    const sent = { number, sentAt: sentAt === undefined ? time : toIso(sentAt), timestamp, isCold: false };
    return ended(newAttempt(sent), attempt);
  });
  const last = attempts.at(-1);
  const isAccepted = last !== undefined && isDelivered(last);
  const status = reply.kind === 'error' ? 'failed' : 'completed';
  return { ...delivery, attempts: all, reply, status: isAccepted ? status : 'refused' };
}

function newAttempt(
  sent: Pick<DeliveryAttemptRecord, 'number' | 'sentAt' | 'timestamp' | 'isCold'>,
): DeliveryAttemptRecord {
  return { ...sent, status: null, durationMs: null, response: null, error: null, requestId: null };
}

function ended(sent: DeliveryAttemptRecord, attempt: DeliveryAttempt): DeliveryAttemptRecord {
  const { durationMs } = attempt;
  if (attempt.status === undefined) return { ...sent, durationMs, error: attempt.error };
  const { status, body, requestId = null } = attempt;
  return { ...sent, durationMs, status, response: body.slice(0, MAX_RESPONSE_LENGTH), requestId };
}

/** Returns the JSON of what happened to a handler. */
export function toHandlerRecord({ handlerName: name, nextRunAt, ...report }: HandlerReport): HandlerRecord {
  const none = { error: null, location: null, failures: null, maxAttempts: null, deadLetterId: null };
  return { name, ...none, ...report, nextRunAt: nextRunAt === undefined ? null : toIso(nextRunAt) };
}

function statusOf(isAccepted: boolean, handlers: readonly HandlerReport[]): DeliveryStatus {
  if (!isAccepted) return 'refused';
  if (handlers.some(({ nextRunAt }) => nextRunAt !== undefined)) return 'waiting';
  return handlers.some(({ isFailure }) => isFailure) ? 'failed' : 'completed';
}
