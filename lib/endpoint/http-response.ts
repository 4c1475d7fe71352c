/** What happened to a delivery. */
export type DeliveryOutcome =
  /** No handler has to run: each completed, now or in an earlier attempt, or was skipped. */
  | 'completed'
  /** The queue stored the event, or the handlers that did not complete. */
  | 'queued'
  /** The queue did not accept the event. */
  | 'queue_unavailable'
  /** The same request has been completed or queued before. */
  | 'duplicate'
  /** A verified event without a handler. */
  | 'unhandled'
  /** The signature is missing, malformed, stale or wrong. */
  | 'unauthorized'
  | 'method_not_allowed'
  | 'too_large'
  /** The connection ended before the whole body had arrived. */
  | 'request_aborted'
  | 'unsupported_encoding'
  /** Verified bytes that are not an event. */
  | 'invalid_event'
  /** A handler threw. */
  | 'failed'
  /** A handler was still running when the time budget ended, or another process runs it. */
  | 'timed_out'
  /** A handler cannot work yet. */
  | 'postponed'
  /** No usable signing secret is available. */
  | 'secrets_unavailable'
  /** The framework failed. */
  | 'internal_error';

/** An HTTP response in the form that API Gateway, a function URL and a load balancer expect. */
export interface EndpointResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Status of every response, by outcome. Frame.io counts any 2xx within 5 s as delivered and sends everything else again, up
 * to four times (guide, Webhooks). So an event without a handler gets 200, and an outcome that a retry may improve gets 5xx.
 */
const STATUS_OF_OUTCOME = {
  completed: 200,
  queued: 202,
  queue_unavailable: 503,
  duplicate: 200,
  unhandled: 200,
  unauthorized: 401,
  method_not_allowed: 405,
  too_large: 413,
  request_aborted: 400,
  unsupported_encoding: 415,
  invalid_event: 400,
  failed: 500,
  timed_out: 503,
  postponed: 503,
  secrets_unavailable: 503,
  internal_error: 500,
} as const satisfies Record<DeliveryOutcome, number>;

/** Outcomes that are possible before the sender is verified. Their responses have no body. */
const OUTCOMES_WITHOUT_BODY: ReadonlySet<DeliveryOutcome> = new Set([
  'unauthorized',
  'method_not_allowed',
  'too_large',
  'request_aborted',
  'secrets_unavailable',
  'internal_error',
]);

/** Returns the response for an outcome. Only a verified sender learns the outcome's name. */
export function responseFor(outcome: DeliveryOutcome): EndpointResponse {
  const statusCode = STATUS_OF_OUTCOME[outcome];
  if (outcome === 'method_not_allowed') return { statusCode, headers: { allow: 'POST' }, body: '' };
  if (OUTCOMES_WITHOUT_BODY.has(outcome)) return { statusCode, headers: {}, body: '' };
  return jsonResponse(statusCode, { outcome });
}

/** Returns a response with a JSON body. */
export function jsonResponse(statusCode: number, body: object): EndpointResponse {
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
