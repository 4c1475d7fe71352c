import type { AppActions } from '../app/app-features.ts';
import type { AnyWebhookEvent } from '../events/event-map.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SigningSecrets } from '../secrets/signing-secrets.ts';
import type { RawBody } from '../signature/verify-signature.ts';
import type { DeliveryOutcome, EndpointResponse } from './http-response.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** Lambda calls this function with each HTTP event. It never throws: a failure becomes a status. */
export type EndpointHandler = (event: unknown) => Promise<EndpointResponse>;

/** A delivery that Frame.io signed. */
export interface VerifiedDelivery {
  readonly event: AnyWebhookEvent;
  /** Body as Frame.io sent it. */
  readonly body: RawBody;
  /** Value of the header `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string;
  /** Id of the request; `undefined` if it has none. */
  readonly requestId: string | undefined;
  /** When the request was received, in ms since 1970. */
  readonly receivedAt: number;
}

/** Parts of an endpoint. Each delivery mode brings its own `process`. */
export interface Endpoint {
  readonly signingSecrets: SigningSecrets;
  readonly logger: Logger;
  /** A recorder that never throws. */
  readonly metrics: MetricsRecorder;
  /** Maximum body size in bytes. */
  readonly maxBodyBytes: number;
  /** Returns a copy of an error that is safe to log. */
  readonly serializeError: (error: unknown) => unknown;
  /** Runs or enqueues the handlers of a verified delivery. */
  readonly process: (delivery: VerifiedDelivery) => Promise<DeliveryOutcome>;
  /**
   * Handles the requests of custom actions.
   * @default the endpoint receives events only
   */
  readonly actionRoute?: ActionRoute | undefined;
}

/** Handles the requests of custom actions in place of `process`. */
export interface ActionRoute {
  /** Returns the custom actions if the request is for them, according to its path. */
  readonly actionsFor: (request: Pick<IncomingRequest, 'path'>) => AppActions | undefined;
  /** Handles a verified request. */
  readonly process: (
    request: IncomingRequest,
    body: RawBody,
    actions: AppActions,
  ) => Promise<DeliveryOutcome | EndpointResponse>;
}
