import type { App } from './app.ts';
import type { FrameioClientLike } from './client/client-like.ts';
import { SecretNotSetError, SecretUnavailableError } from './errors.ts';
import type { AnyWebhookEvent } from './events/event-map.ts';
import { parseDelivery } from './events/parse-delivery.ts';
import { type HttpRequest, readRequest } from './http/read-request.ts';
import { type HttpReply, type Outcome, reply } from './http/reply.ts';
import { ReplayWindow } from './signature/replay-window.ts';
import { type Claim, matches, type RawBody, type RefusalReason, readClaim } from './signature/verify-signature.ts';

/** Settings of `endpointHandler`. */
export interface EndpointOptions {
  /**
   * How long the handlers of one delivery may take together. Frame.io gives up after 5,000 ms (guide, Webhooks).
   * @default 3000 (ms)
   */
  readonly budgetMs?: number;
  /**
   * Longest body that is read. Frame.io's are below 1 KiB; a form of a custom action may be longer.
   * @default 262144 (bytes)
   */
  readonly maxBodyBytes?: number;
}

/** What Lambda calls with an HTTP event. It does not throw: what goes wrong is answered with a status. */
export type EndpointHandler = (event: unknown) => Promise<HttpReply>;

/**
 * Makes the Lambda handler that receives Frame.io's deliveries, behind API Gateway (payload v1 or v2), a function URL
 * or a load balancer. It verifies the raw bytes first, and reads, logs and tells nothing of them until they are genuine.
 */
export function endpointHandler<Client extends FrameioClientLike>(
  app: App<Client>,
  options: EndpointOptions = {},
): EndpointHandler {
  const { budgetMs = 3_000, maxBodyBytes = 262_144 } = options;
  const replays = new ReplayWindow();

  async function receive(event: unknown): Promise<Outcome> {
    const request = readRequest(event, maxBodyBytes);
    if (request === 'too_large') return 'too_large';
    if (request.method !== 'POST') return 'method_not_allowed';

    const now = Math.floor(Date.now() / 1_000);
    const { headers, body } = request;
    const timestamp = headers.get('x-frameio-request-timestamp');
    const signature = headers.get('x-frameio-signature');
    const claim = readClaim({ timestamp, signature, body }, now);
    if (!claim.ok) return refuse(claim.reason); // rubbish is turned away before a secret is looked up
    const isGenuine = matches(claim, body, await app.signingSecrets.current()) || (await matchesNewer(claim, body));
    if (!isGenuine) return refuse('mismatch');

    if (replays.has(claim.signature)) {
      app.logger.info('delivery replayed');
      return 'replayed';
    }
    const outcome = await handle(app, request, budgetMs);
    if (outcome === 'done') replays.add(claim.signature);
    return outcome;
  }

  /** A signature that fits no known secret makes the store look for a newer one, as often as the store allows. */
  async function matchesNewer(claim: Claim, body: RawBody): Promise<boolean> {
    const newer = await app.signingSecrets.newer();
    return newer !== undefined && matches(claim, body, newer);
  }

  function refuse(reason: RefusalReason): Outcome {
    app.logger.warn('delivery refused', { reason });
    return 'refused';
  }

  return async (event) => {
    try {
      return reply(await receive(event));
    } catch (error) {
      const cannotVerify = error instanceof SecretNotSetError || error instanceof SecretUnavailableError;
      app.logger.error(cannotVerify ? 'signing secrets unavailable' : 'endpoint failed', { error });
      return reply(cannotVerify ? 'secrets_unavailable' : 'broken');
    }
  };
}

/** What follows once the bytes are genuine. */
function handle<Client extends FrameioClientLike>(
  app: App<Client>,
  { headers, body }: HttpRequest,
  budgetMs: number,
): Outcome | Promise<Outcome> {
  const delivery = parseDelivery(body);
  switch (delivery.kind) {
    case 'webhook':
      return runHandlers(app, delivery.event, budgetMs);
    case 'action':
    case 'unrecognised':
      app.logger.warn('delivery without handler', { kind: delivery.kind, type: delivery.type });
      return 'unhandled';
    case 'invalid':
      app.logger.warn('delivery is not an event', { reason: delivery.reason });
      return isEncoded(headers.get('content-encoding')) ? 'encoding_unsupported' : 'not_an_event';
  }
}

async function runHandlers<Client extends FrameioClientLike>(
  app: App<Client>,
  event: AnyWebhookEvent,
  budgetMs: number,
): Promise<Outcome> {
  const results = await app.dispatch(event, budgetMs);
  const about = { event_type: event.type, resource_id: event.resourceId };
  if (results.length === 0) {
    app.logger.info('event without handler', about);
    return 'unhandled';
  }
  if (results.some(({ outcome }) => outcome === 'failed')) return 'failed';
  if (results.some(({ outcome }) => outcome === 'unfinished')) return 'out_of_time';
  app.logger.info('event done', about);
  return 'done';
}

/** Frame.io compresses nothing, so neither is anything decompressed here. */
function isEncoded(contentEncoding = 'identity'): boolean {
  return contentEncoding.trim().toLowerCase() !== 'identity';
}
