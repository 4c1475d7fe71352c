import { SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import { ReplayCache } from '../signature/replay-cache.ts';
import type { VerificationFailure } from '../signature/verify-signature.ts';
import type { Endpoint, EndpointHandler } from './endpoint.ts';
import { type DeliveryOutcome, responseFor } from './http-response.ts';
import { type IncomingRequest, readRequest } from './read-request.ts';
import { readReceivedAt, readRequestId } from './request-context.ts';
import { verifyRequest } from './verify-request.ts';

/** Makes the Lambda handler of an endpoint: every HTTP event gets an outcome, and every outcome a response. */
export function createEndpointHandler(endpoint: Endpoint): EndpointHandler {
  const replays = new ReplayCache();
  return async (event) => {
    const outcome = await handleRequest(event, endpoint, replays).catch((error: unknown) =>
      reportError(error, endpoint),
    );
    return respond(outcome, endpoint);
  };
}

/** Outcomes after which the same request is a duplicate. After any other outcome, it runs again. */
const FINAL: ReadonlySet<DeliveryOutcome> = new Set(['completed', 'queued']);

/**
 * Handles a request: reads it, checks the method, verifies the signature, skips a duplicate, parses the event, processes it.
 * The first step that ends the request decides its outcome. Before the signature is verified, nothing of the request is
 * parsed or logged.
 */
async function handleRequest(event: unknown, endpoint: Endpoint, replays: ReplayCache): Promise<DeliveryOutcome> {
  const request = readRequest(event, endpoint.maxBodyBytes);
  if (request === 'too_large') return 'too_large';
  if (request.method !== 'POST') return 'method_not_allowed';

  const now = Date.now();
  const verification = await verifyRequest(request, endpoint.signingSecrets, now);
  if (!verification.ok) return reportUnauthorized(verification.reason, endpoint);
  endpoint.metrics.record('DeliveriesReceived', 1);

  const { timestamp, signature } = verification;
  const requestId = readRequestId(event);
  if (replays.has(signature)) return reportDuplicate(requestId, endpoint);

  const parsed = parseDelivery(request.body);
  if (parsed.kind === 'invalid') return reportInvalid(request, parsed.reason, endpoint);
  if (parsed.kind !== 'webhook') return reportUnhandled(parsed, endpoint);

  const { event: webhookEvent } = parsed;
  const receivedAt = readReceivedAt(event, now);
  const outcome = await endpoint.process({
    event: webhookEvent,
    body: request.body,
    timestamp,
    requestId,
    receivedAt,
  });
  if (FINAL.has(outcome)) replays.add(signature);
  return outcome;
}

function respond(outcome: DeliveryOutcome, { metrics }: Endpoint) {
  const response = responseFor(outcome);
  if (outcome === 'unhandled') metrics.record('DeliveriesUnhandled', 1);
  if (outcome === 'queued') metrics.record('DeliveriesQueued', 1);
  if (response.statusCode >= 500) metrics.record('DeliveriesFailed', 1, outcome);
  metrics.publish();
  return response;
}

function reportUnauthorized(reason: VerificationFailure, { metrics, logger }: Endpoint): DeliveryOutcome {
  metrics.record('DeliveriesUnauthorized', 1, reason);
  logger.warn('signature verification failed', { reason });
  return 'unauthorized';
}

function reportDuplicate(requestId: string | undefined, { logger }: Endpoint): DeliveryOutcome {
  logger.info('duplicate delivery', { correlation_id: requestId });
  return 'duplicate';
}

function reportInvalid({ headers }: IncomingRequest, reason: string, { logger }: Endpoint): DeliveryOutcome {
  logger.warn('invalid event', { reason });
  return isEncoded(headers.get('content-encoding')) ? 'unsupported_encoding' : 'invalid_event';
}

function reportUnhandled({ kind, type }: { kind: string; type: string }, { logger }: Endpoint): DeliveryOutcome {
  logger.warn('delivery without handler', { kind, type });
  return 'unhandled';
}

function reportError(error: unknown, { logger }: Endpoint): DeliveryOutcome {
  const cannotVerify = error instanceof SecretNotSetError || error instanceof SecretUnavailableError;
  logger.error(cannotVerify ? 'signing secrets unavailable' : 'endpoint failed', { error });
  return cannotVerify ? 'secrets_unavailable' : 'internal_error';
}

/** Frame.io compresses nothing, so the endpoint decompresses nothing. */
function isEncoded(contentEncoding = 'identity'): boolean {
  return contentEncoding.trim().toLowerCase() !== 'identity';
}
