/** What became of a request. Every status the endpoint answers is in this file. */
export type DeliveryOutcome =
  /** Every handler of the event has finished. */
  | 'completed'
  /** The event, or what is left of it, is safe in the queue. */
  | 'queued'
  /** The queue could not take the event. */
  | 'queue_unavailable'
  /** The very same delivery was done before. */
  | 'duplicate'
  /** A genuine event that no handler listens to. */
  | 'unhandled'
  | 'unauthorized'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported_encoding'
  | 'invalid_event'
  /** A handler threw. */
  | 'failed'
  /** A handler was still running when the budget ended. */
  | 'timed_out'
  /** A handler cannot work yet. */
  | 'postponed'
  /** The signing secrets cannot be had, so nothing can be verified. */
  | 'secrets_unavailable'
  /** The framework itself is at fault. */
  | 'internal_error';

/** What Lambda hands back to API Gateway, a function URL or a load balancer. */
export interface EndpointResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Frame.io counts any 2xx within 5 s as delivered and sends everything else again, up to four times (guide, Webhooks).
 * So an event nobody handles is a 200, and what may go better next time is a 5xx.
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
  unsupported_encoding: 415,
  invalid_event: 400,
  failed: 500,
  timed_out: 503,
  postponed: 503,
  secrets_unavailable: 503,
  internal_error: 500,
} as const satisfies Record<DeliveryOutcome, number>;

/** Answers that go to whoever asks: they hold nothing, so that all of them look alike. */
const TOLD_TO_NOBODY: ReadonlySet<DeliveryOutcome> = new Set([
  'unauthorized',
  'too_large',
  'secrets_unavailable',
  'internal_error',
]);

function makeReply(outcome: DeliveryOutcome): EndpointResponse {
  const statusCode = STATUS_OF_OUTCOME[outcome];
  if (outcome === 'method_not_allowed') return { statusCode, headers: { allow: 'POST' }, body: '' };
  if (TOLD_TO_NOBODY.has(outcome)) return { statusCode, headers: {}, body: '' };
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }) };
}

const replies = new Map<DeliveryOutcome, EndpointResponse>();

/** The answer for an outcome, always the same object. A sender that proved to be Frame.io is told the outcome by name. */
export function responseFor(outcome: DeliveryOutcome): EndpointResponse {
  const known = replies.get(outcome);
  if (known) return known;
  const made = makeReply(outcome);
  replies.set(outcome, made);
  return made;
}
