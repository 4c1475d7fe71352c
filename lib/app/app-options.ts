import type { TokenOption } from '../client/auth/token-option.ts';
import type { FrameioClient, FrameioClientSettings } from '../client/client.ts';
import type { WebhookEventName } from '../events/event-map.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SecretReference } from '../secrets/secret-cache.ts';
import type { SigningSecretsOption } from '../secrets/signing-secrets.ts';

/** Settings of every `App`, with any client. */
export interface CommonAppOptions {
  /**
   * The signing secrets of the webhooks: one, several, a function that the app calls for each delivery, or a stored
   * secret such as `fromSecretsManager(id)`. A stored secret holds one signing secret or a JSON object of name to secret.
   * @default none: the endpoint answers every delivery with 503
   */
  readonly signingSecrets?: SigningSecretsOption | undefined;
  /**
   * Receives the log lines.
   * @default Powertools' logger, which reads its level and service name from the environment
   */
  readonly logger?: Logger | undefined;
  /**
   * Remembers completed handlers, so that a repeated delivery does not run them again.
   * @default none: the endpoint remembers only the deliveries of its own process
   */
  readonly idempotencyStore?: IdempotencyStore | undefined;
  /**
   * Receives the metrics, for example `new EmfMetrics()`.
   * @default none: the app records no metrics
   */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Events to skip if the user of the app's token caused them. `[]` skips none.
   * @default the comment events, because an app that comments would otherwise trigger itself endlessly
   */
  readonly skipSelfEvents?: readonly WebhookEventName[] | undefined;
}

/** Settings of an `App` that creates its own client, and of that client. */
export interface AppOptions extends CommonAppOptions, FrameioClientSettings {
  /**
   * Token for the Frame.io API: any token option of `FrameioClient`, or a stored secret such as `fromSecretsManager(id)`.
   * A stored secret holds the token, `{"token": "..."}`, or server-to-server credentials,
   * `{"client_id": "...", "client_secret": "..."}`.
   * @default none: reading `client` throws a ConfigError
   */
  readonly token?: TokenOption | SecretReference | undefined;
  /**
   * Base URL of the Frame.io API.
   * @default the environment variable FRAMEIO_BASE_URL, or https://api.frame.io
   */
  readonly baseUrl?: string | undefined;
  /**
   * Base URL of Adobe IMS, for server-to-server credentials without an `imsUrl` of their own.
   * @default the environment variable ADOBE_IMS_URL, or https://ims-na1.adobelogin.com
   */
  readonly imsUrl?: string | undefined;
}

/** Settings of an `App` with a given client: a `FrameioClient`, the official SDK's client, or one of the same shape. */
export interface CustomClientOptions<Client> extends CommonAppOptions {
  readonly client: Client;
}

/** Settings of an `App` for the type of its client. Another type than `FrameioClient` requires a given `client`. */
export type AppOptionsFor<Client> = CustomClientOptions<Client> | (FrameioClient extends Client ? AppOptions : never);
