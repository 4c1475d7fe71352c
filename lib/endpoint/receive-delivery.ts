import { SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SigningSecrets } from '../secrets/signing-secrets.ts';
import { ReplayCache } from '../signature/replay-cache.ts';
import {
  matchesAnySecret,
  type RawBody,
  readSignatureHeaders,
  type SignatureHeaders,
  type VerificationFailure,
} from '../signature/verify-signature.ts';
import { type DeliveryOutcome, type EndpointResponse, responseFor } from './http-response.ts';
import { type IncomingRequest, readRequest } from './read-request.ts';

/** What Lambda calls with an HTTP event. It does not throw: what goes wrong is answered with a status. */
export type EndpointHandler = (event: unknown) => Promise<EndpointResponse>;

/** A delivery that is Frame.io's. */
export interface VerifiedDelivery {
  readonly event: AnyWebhookEvent;
  /** As Frame.io sent it. */
  readonly body: RawBody;
  /** `X-Frameio-Request-Timestamp`, as it stood in the header. */
  readonly timestamp: string;
  /** What API Gateway calls the request; `undefined` where it has no name. */
  readonly requestId: string | undefined;
  /** When it arrived, in ms since 1970: at API Gateway, where that is known. */
  readonly receivedAt: number;
}

/** What is known of a delivery beside its body. */
type Arrival = Pick<VerifiedDelivery, 'timestamp' | 'requestId' | 'receivedAt'>;

/** Settings of a receiver. */
export interface ReceiverOptions {
  readonly signingSecrets: SigningSecrets;
  readonly logger: Logger;
  /** One that does not throw. */
  readonly metrics: MetricsRecorder;
  /** Longest body that is read, in bytes. */
  readonly maxBodyBytes: number;
}

/** Outcomes after which the very same delivery need not be looked at again. */
const SETTLED: ReadonlySet<DeliveryOutcome> = new Set(['completed', 'queued']);

/**
 * Verifies what arrives, and gives what is genuine to `handle`: the way in of every endpoint. The raw bytes are verified
 * first, and nothing of them is read, logged and told until they are.
 */
export function receiver(
  { signingSecrets, logger, metrics, maxBodyBytes }: ReceiverOptions,
  handle: (delivery: VerifiedDelivery) => DeliveryOutcome | Promise<DeliveryOutcome>,
): EndpointHandler {
  const replays = new ReplayCache();

  async function receive(event: unknown): Promise<DeliveryOutcome> {
    const request = readRequest(event, maxBodyBytes);
    if (request === 'too_large') return 'too_large';
    if (request.method !== 'POST') return 'method_not_allowed';

    const now = Date.now();
    const { headers, body } = request;
    const timestamp = headers.get('x-frameio-request-timestamp');
    const signature = headers.get('x-frameio-signature');
    const claim = readSignatureHeaders({ timestamp, signature, body }, Math.floor(now / 1_000));
    if (!claim.ok) return refuse(claim.reason); // rubbish is turned away before a secret is looked up
    const secrets = await signingSecrets.current();
    const isGenuine = matchesAnySecret(claim, body, secrets) || (await matchesNewer(claim, body));
    if (!isGenuine) return refuse('mismatch');

    metrics.record('DeliveriesReceived', 1);
    if (replays.has(claim.signature)) {
      logger.info('delivery replayed', { correlation_id: requestIdOf(event) });
      return 'duplicate';
    }
    const receivedAt = arrivedAt(event, now);
    const outcome = await pass(request, { timestamp: timestamp ?? '', requestId: requestIdOf(event), receivedAt });
    if (SETTLED.has(outcome)) replays.add(claim.signature);
    if (outcome === 'unhandled') metrics.record('DeliveriesUnhandled', 1);
    if (outcome === 'queued') metrics.record('DeliveriesQueued', 1);
    return outcome;
  }

  /** A signature that fits no known secret makes the store look for a newer one, as often as the store allows. */
  async function matchesNewer(claim: SignatureHeaders, body: RawBody): Promise<boolean> {
    const newer = await signingSecrets.newer();
    return newer !== undefined && matchesAnySecret(claim, body, newer);
  }

  function refuse(reason: VerificationFailure): DeliveryOutcome {
    metrics.record('DeliveriesUnauthorized', 1, reason);
    logger.warn('delivery refused', { reason });
    return 'unauthorized';
  }

  /** What follows once the bytes are genuine. */
  function pass(
    { headers, body }: IncomingRequest,
    { timestamp, requestId, receivedAt }: Arrival,
  ): DeliveryOutcome | Promise<DeliveryOutcome> {
    const delivery = parseDelivery(body);
    switch (delivery.kind) {
      case 'webhook':
        return handle({ event: delivery.event, body, timestamp, requestId, receivedAt });
      case 'action':
      case 'unrecognized':
        logger.warn('delivery without handler', { kind: delivery.kind, type: delivery.type });
        return 'unhandled';
      case 'invalid':
        logger.warn('delivery is not an event', { reason: delivery.reason });
        return isEncoded(headers.get('content-encoding')) ? 'unsupported_encoding' : 'invalid_event';
    }
  }

  function outcomeOf(error: unknown): DeliveryOutcome {
    const cannotVerify = error instanceof SecretNotSetError || error instanceof SecretUnavailableError;
    logger.error(cannotVerify ? 'signing secrets unavailable' : 'endpoint failed', { error });
    return cannotVerify ? 'secrets_unavailable' : 'internal_error';
  }

  return async (event) => {
    let outcome: DeliveryOutcome;
    try {
      outcome = await receive(event);
    } catch (error) {
      outcome = outcomeOf(error);
    }
    const answer = responseFor(outcome);
    if (answer.statusCode >= 500) metrics.record('DeliveriesFailed', 1, outcome);
    metrics.publish();
    return answer;
  };
}

/** Frame.io waits 5 s for an answer (guide, Webhooks); this leaves it time to travel. */
const ANSWERED_WITHIN_MS = 4_500;

/** How long the queue may take for a delivery, in ms: the sooner Frame.io is told to send it again, the better. */
export function timeToEnqueueMs(receivedAt: number): number {
  return Math.min(2_500, Math.max(500, receivedAt + ANSWERED_WITHIN_MS - Date.now()));
}

function requestIdOf(event: unknown): string | undefined {
  const context = contextOf(event);
  return 'requestId' in context && typeof context.requestId === 'string' ? context.requestId : undefined;
}

/** No cold start takes longer, in ms: a request that is older was recorded somewhere, and is sent again. */
const LONGEST_START_MS = 10_000;

/**
 * When API Gateway had the request, in ms since 1970: a cold start has been going on since, and Frame.io has been waiting.
 * Payload v2 tells it as `timeEpoch`, v1 as `requestTimeEpoch` (API Gateway guide, Lambda proxy integrations).
 */
function arrivedAt(event: unknown, now: number): number {
  const context = contextOf(event);
  const timeEpoch = 'timeEpoch' in context ? context.timeEpoch : undefined;
  const time = timeEpoch ?? ('requestTimeEpoch' in context ? context.requestTimeEpoch : undefined);
  return typeof time === 'number' && now - time < LONGEST_START_MS ? Math.min(now, time) : now;
}

function contextOf(event: unknown): object {
  if (typeof event !== 'object' || event === null || !('requestContext' in event)) return {};
  return typeof event.requestContext === 'object' ? (event.requestContext ?? {}) : {};
}

/** Frame.io compresses nothing, so neither is anything decompressed here. */
function isEncoded(contentEncoding = 'identity'): boolean {
  return contentEncoding.trim().toLowerCase() !== 'identity';
}
