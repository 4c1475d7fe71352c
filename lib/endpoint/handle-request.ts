import { SecretNotSetError, SecretUnavailableError } from '../core/errors.ts';
import { parseDelivery } from '../events/parse-delivery.ts';
import type { LogLine } from '../observability/metrics.ts';
import type { RawBody, SignatureHeaders, VerificationFailure } from '../signature/verify-signature.ts';
import type { Endpoint } from './endpoint.ts';
import { type DeliveryOutcome, type EndpointResponse, responseFor } from './http-response.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { reportInvalid, reportUnhandled } from './report-outcome.ts';
import { RequestDeduplicator } from './request-deduplicator.ts';
import { verifyRequest } from './verify-request.ts';

/** Returns the function that handles every request of an endpoint. It never rejects: a failure becomes a status. */
export function createRequestHandler(endpoint: Endpoint): (request: IncomingRequest) => Promise<EndpointResponse> {
  const deduplicator = new RequestDeduplicator();
  return async (request) => {
    const result = await handleRequest(request, endpoint, deduplicator).catch((error: unknown) =>
      reportError(error, endpoint),
    );
    return respond(result, endpoint);
  };
}

/** A delivery that was not verified, and its only log line. */
interface RefusedDelivery {
  readonly outcome: DeliveryOutcome;
  readonly line: LogLine;
}

/** How a request ended. A custom action brings its own response. */
type RequestResult = DeliveryOutcome | RefusedDelivery | EndpointResponse;

/**
 * Handles a request: checks the method, reads the body, verifies the signature, skips a duplicate, processes the event. The
 * first step that ends the request decides its outcome. Before the signature is verified, nothing of the request is parsed or
 * logged.
 */
async function handleRequest(
  request: IncomingRequest,
  endpoint: Endpoint,
  deduplicator: RequestDeduplicator,
): Promise<RequestResult> {
  if (request.method !== 'POST') return 'method_not_allowed';
  const reading = await request.readBody(endpoint.maxBodyBytes);
  if (!reading.ok) return reading.outcome;
  const { body } = reading;

  const { actionRoute } = endpoint;
  const actions = actionRoute?.actionsFor(request);
  const { signingSecrets } = actions ?? endpoint;
  const verification = await verifyRequest(request.headers, body, signingSecrets, Date.now());
  if (!verification.ok) return reportUnauthorized(verification.reason, endpoint);
  endpoint.metrics.record('DeliveriesReceived', 1);

  if (actionRoute && actions) return await actionRoute.process(request, body, actions);
  const process = () => processVerified(request, body, verification, endpoint);
  const outcome = await deduplicator.run(verification.signature, process);
  if (outcome === 'duplicate') endpoint.logger.info('duplicate delivery', { correlation_id: request.requestId });
  return outcome;
}

async function processVerified(
  { headers, requestId, receivedAt }: IncomingRequest,
  body: RawBody,
  { timestamp }: SignatureHeaders,
  endpoint: Endpoint,
): Promise<DeliveryOutcome> {
  const parsed = parseDelivery(body);
  if (parsed.kind === 'invalid') return reportInvalid(headers, parsed.reason, endpoint.logger);
  if (parsed.kind !== 'webhook') return reportUnhandled(parsed, endpoint.logger);
  return await endpoint.process({ event: parsed.event, body, timestamp, requestId, receivedAt });
}

function respond(result: RequestResult, { metrics, logger }: Endpoint): EndpointResponse {
  if (typeof result === 'object' && 'statusCode' in result) {
    metrics.publish();
    return result;
  }
  const { outcome, line } = typeof result === 'string' ? { outcome: result, line: undefined } : result;
  const response = responseFor(outcome);
  if (outcome === 'unhandled') metrics.record('DeliveriesUnhandled', 1);
  if (outcome === 'queued') metrics.record('DeliveriesQueued', 1);
  if (response.statusCode >= 500) metrics.record('DeliveriesFailed', 1, outcome);
  const isLogged = metrics.publish(line) === true;
  if (line && !isLogged) logger[line.level](line.message, line.attributes);
  return response;
}

function reportUnauthorized(reason: VerificationFailure, { metrics }: Endpoint): RefusedDelivery {
  metrics.record('DeliveriesUnauthorized', 1, reason);
  const line = { level: 'warn', message: 'signature verification failed', attributes: { reason } } as const;
  return { outcome: 'unauthorized', line };
}

/** Returns an error that is the same but for its stack and cause. Its fields are its own, because only those are logged. */
function withoutStack(error: Error): Error {
  const fields = Object.getOwnPropertyDescriptors(error);
  return Object.create(error, { ...fields, stack: { value: '' }, cause: { value: undefined } });
}

/** Failed fetches whose stack is in the log. */
const loggedFetches = new WeakSet<Error>();

function reportError(error: unknown, { logger, serializeError }: Endpoint): DeliveryOutcome | RefusedDelivery {
  if (error instanceof SecretNotSetError || error instanceof SecretUnavailableError) {
    const isFirst = error instanceof SecretUnavailableError && !loggedFetches.has(error);
    loggedFetches.add(error);
    const attributes = { error: serializeError(isFirst ? error : withoutStack(error)) };
    const line = { level: 'error', message: 'signing secrets unavailable', attributes } as const;
    return { outcome: 'secrets_unavailable', line };
  }
  logger.error('endpoint failed', { error });
  return 'internal_error';
}
