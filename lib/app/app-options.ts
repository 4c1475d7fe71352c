import type { TokenOption } from '../client/auth/token-option.ts';
import type { FrameioClient, FrameioClientSettings } from '../client/client.ts';
import type { WebhookEventName } from '../events/event-map.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SecretReference } from '../secrets/secret-cache.ts';
import type { SigningSecretsOption } from '../secrets/signing-secrets.ts';

/** Settings of an `App` whatever its client. */
export interface CommonAppOptions {
  /**
   * What deliveries may be signed with: one secret, several, a function called for each delivery, or a secret, such as
   * `fromSecretsManager(id)`, that holds one or a JSON object of name to signing secret.
   * @default none: every delivery is answered 503
   */
  readonly signingSecrets?: SigningSecretsOption | undefined;
  /**
   * Where log lines go.
   * @default Powertools' logger, which reads its level and service name from the environment
   */
  readonly logger?: Logger | undefined;
  /**
   * Remembers what has been done, so that a delivery that arrives again does not do it twice.
   * @default none: the endpoint knows its own process's deliveries only
   */
  readonly idempotencyStore?: IdempotencyStore | undefined;
  /**
   * Where measurements go, such as `new EmfMetrics()`.
   * @default nowhere
   */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Events that are not handled when the app itself, the user its token belongs to, has caused them. `[]` handles all.
   * @default the events of comments, which an app that comments would answer for ever
   */
  readonly skipSelfEvents?: readonly WebhookEventName[] | undefined;
}

/** Settings of an `App`. Those of the client are for the one the app makes. */
export interface AppOptions extends CommonAppOptions, FrameioClientSettings {
  /**
   * Token for the Frame.io API: whatever a `FrameioClient` takes, or a secret, such as `fromSecretsManager(id)`, that
   * holds the token, `{"token": "..."}`, or server-to-server credentials, `{"client_id": "...", "client_secret": "..."}`.
   * @default none: `client` cannot be used
   */
  readonly token?: TokenOption | SecretReference | undefined;
  /**
   * Where the Frame.io API is.
   * @default the environment variable FRAMEIO_BASE_URL, or https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /**
   * Where Adobe IMS is, for server-to-server credentials that do not say so themselves.
   * @default the environment variable ADOBE_IMS_URL, or https://ims-na1.adobelogin.com
   */
  readonly imsUrl?: string | undefined;
}

/** Settings of an `App` with a client made elsewhere: a `FrameioClient`, the official SDK's, or one of their shape. */
export interface CustomClientOptions<Client> extends CommonAppOptions {
  readonly client: Client;
}

/** What an app is made with: a client of its own where handlers are to be given one of another type. */
export type AppOptionsFor<Client> = CustomClientOptions<Client> | (FrameioClient extends Client ? AppOptions : never);
