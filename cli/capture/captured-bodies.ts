import { isRecord, recordOf } from '../../lib/core/type-guards.ts';
import { isWebhookEventName, RESOURCE_OF_EVENT } from '../../lib/events/event-map.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import { decodeDelivery } from '../../lib/queue/queued-delivery.ts';

/** The body of a request that was found. */
export interface CapturedBody {
  /** Event, or key of the action. */
  readonly type: string;
  readonly text: string;
  /** Whether some of its ids are made up, because a log has only the ids of the resource. */
  readonly isPartial: boolean;
}

/** Id in place of one that the log does not have. */
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';

/** Reads the text of a body. Returns `undefined` if Frame.io does not send such a body. */
export function captureText(text: string): CapturedBody | undefined {
  const delivery = parseDelivery(text);
  if (delivery?.kind === 'webhook') return { type: delivery.event.type, text, isPartial: false };
  if (delivery?.kind === 'action') return { type: delivery.type, text, isPartial: false };
  return undefined;
}

/**
 * Finds the requests that records of a log are about, one for each request. A handler may log the payload of its event, and
 * Powertools the event of an invocation. Other lines of the framework have the event and its resource.
 */
export function captureLog(records: readonly Readonly<Record<string, unknown>>[]): readonly CapturedBody[] {
  const found = new Map<string, CapturedBody>();
  for (const record of records) {
    const whole = bodiesIn(record);
    for (const [key, body] of whole) found.set(key, body);
    const partial = whole.length === 0 ? captureRecord(record) : undefined;
    const key = String(record.correlation_id);
    if (partial && !found.has(key)) found.set(key, partial);
  }
  return [...found.values()];
}

/** Finds whole bodies, by the id of the request: as a value, in an event of API Gateway, or in an event of SQS. */
function bodiesIn(record: Readonly<Record<string, unknown>>): readonly (readonly [string, CapturedBody])[] {
  const payload = Object.values(record).find((value) => isRecord(value) && captureText(JSON.stringify(value)));
  const logged = payload === undefined ? undefined : captureText(JSON.stringify(payload));
  if (logged) return [[String(record.correlation_id), logged]];
  return [record, record.event].filter(isRecord).flatMap((event) => {
    if (Array.isArray(event.Records)) return event.Records.flatMap(bodyOfMessage);
    const body = typeof event.body === 'string' ? captureText(decode(event.body, event.isBase64Encoded)) : undefined;
    if (!body) return [];
    const { requestId } = recordOf(event.requestContext);
    return [[typeof requestId === 'string' ? requestId : body.text, body] as const];
  });
}

/** Reads a message of the queue, in which the endpoint puts the body and the id of its request. */
function bodyOfMessage(message: unknown): readonly (readonly [string, CapturedBody])[] {
  const { body: text } = recordOf(message);
  const delivery = typeof text === 'string' ? decodeDelivery(text) : undefined;
  const body = delivery && captureText(delivery.body);
  return body ? [[delivery.correlationId, body]] : [];
}

function decode(body: string, isBase64Encoded: unknown): string {
  return isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
}

/** Restores the body of an event from a line of the framework about it. */
function captureRecord(record: Readonly<Record<string, unknown>>): CapturedBody | undefined {
  const { event_type: type, resource_id: id } = record;
  if (typeof type !== 'string' || !isWebhookEventName(type) || typeof id !== 'string') return undefined;
  const idOf = (name: string) => {
    const value = record[`${name}_id`];
    return { id: typeof value === 'string' ? value : UNKNOWN_ID };
  };
  const text = JSON.stringify({
    account: idOf('account'),
    project: idOf('project'),
    resource: { id, type: RESOURCE_OF_EVENT[type] },
    type,
    user: idOf('user'),
    workspace: idOf('workspace'),
  });
  return { type, text, isPartial: text.includes(UNKNOWN_ID) };
}
