import type { FailureMessage } from '../actions/failure-message.ts';
import type { TokenOption } from '../client/auth/token-option.ts';
import type { FrameioClient, FrameioClientSettings } from '../client/client.ts';
import type { WebhookEventName } from '../events/event-map.ts';
import type { IdempotencyStore } from '../idempotency/idempotency-store.ts';
import type { Logger } from '../observability/logger.ts';
import type { MetricsRecorder } from '../observability/metrics.ts';
import type { SecretReference } from '../secrets/secret-cache.ts';
import type { SigningSecretsOption } from '../secrets/signing-secrets.ts';
import type { Store } from '../store/store.ts';
import type { EnvDeclaration } from './declared-env.ts';
import type { SecretsDeclaration } from './declared-secrets.ts';

/** No declared variables and no declared secrets. */
export type NoDeclarations = Readonly<Record<never, never>>;

/** Settings of every `App`, with any client. */
export interface CommonAppOptions<
  Env extends EnvDeclaration = EnvDeclaration,
  Secrets extends SecretsDeclaration = SecretsDeclaration,
> {
  /**
   * Environment variables that the handlers need, by name: `{ CHANNEL: 'string', LIMIT: { type: 'number', default: 10 } }`.
   * Handlers read the values in `env` of their context. A deployment must set the variables that have no default.
   * @default none
   */
  readonly env?: Env | undefined;
  /**
   * Secrets that the handlers need, by name: `{ slack: 'my/slack', notion: { description: 'Token of Notion' } }`. A string is
   * the name or ARN in Secrets Manager. A deployment must name the secrets that have neither. Handlers read the values with
   * `secrets.get('slack')` of their context.
   * @default none
   */
  readonly secrets?: Secrets | undefined;
  /**
   * The signing secrets of the webhooks: one, several, a function that the app calls for each delivery, or a stored
   * secret such as `fromSecretsManager(id)`. A stored secret holds one signing secret or a JSON object of name to secret.
   * The app refuses values that cannot be one: URLs, UUIDs, dates, and fewer than 16 characters.
   * @default the stored secret that the environment variable SIGNING_SECRETS_SECRET_ID names
   */
  readonly signingSecrets?: SigningSecretsOption | undefined;
  /**
   * The signing secrets of the custom actions, in any form of `signingSecrets`. A stored secret holds a JSON object of each
   * action's key and its signing secret. Each secret verifies the requests of every action of the app.
   * @default the stored secret that the environment variable ACTION_SIGNING_SECRETS_SECRET_ID names
   */
  readonly actionSigningSecrets?: SigningSecretsOption | undefined;
  /**
   * Returns the message that a person sees when a custom action fails or takes too long.
   * @default a message with a reference, which the log contains as the correlation id
   */
  readonly actionFailureMessage?: FailureMessage | undefined;
  /**
   * Receives the log lines.
   * @default Powertools' logger, which reads its level and service name from the environment
   */
  readonly logger?: Logger | undefined;
  /**
   * Remembers completed handlers, so that a repeated delivery does not run them again.
   * @default the DynamoDB table that the environment variable IDEMPOTENCY_TABLE names. Without the variable, the endpoint
   *   remembers only the deliveries of its own process
   */
  readonly idempotencyStore?: IdempotencyStore | undefined;
  /**
   * Whether handlers store values: `true` for a DynamoDB table, which the deployment creates, or a store such as
   * `new MemoryStore()` in a test. The table is the one that the environment variable STORE_TABLE names.
   * @default false
   */
  readonly store?: boolean | Store | undefined;
  /**
   * Receives the metrics.
   * @default `new EmfMetrics()` on Lambda, none elsewhere
   */
  readonly metrics?: MetricsRecorder | undefined;
  /**
   * Events to skip if the user of the app's token caused them. The list replaces the default. `[]` skips none.
   * @default the comment events, because an app that comments would otherwise trigger itself endlessly
   */
  readonly skipSelfEvents?: readonly WebhookEventName[] | undefined;
}

/** Settings of an `App` that creates its own client, and of that client. */
export interface AppOptions<
  Env extends EnvDeclaration = EnvDeclaration,
  Secrets extends SecretsDeclaration = SecretsDeclaration,
> extends CommonAppOptions<Env, Secrets>,
    FrameioClientSettings {
  /**
   * Token for the Frame.io API: any token option of `FrameioClient`, or a stored secret such as `fromSecretsManager(id)`.
   * A stored secret holds the token, `{"token": "..."}`, or server-to-server credentials,
   * `{"client_id": "...", "client_secret": "..."}`.
   * @default the stored secret that the environment variable API_CREDENTIALS_SECRET_ID names
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
  /**
   * Maximum number of retries of a call, each only if it is safe and may help.
   * @default 0 if the environment variable QUEUE_URL is set, because the queue retries the handler; otherwise 2
   */
  readonly maxRetries?: number | undefined;
}

/** Settings of an `App` with a given client: a `FrameioClient`, the official SDK's client, or one of the same shape. */
export interface CustomClientOptions<
  Client,
  Env extends EnvDeclaration = EnvDeclaration,
  Secrets extends SecretsDeclaration = SecretsDeclaration,
> extends CommonAppOptions<Env, Secrets> {
  /** Client that `app.client` returns and that handlers receive. The app passes the `signal` only to a `FrameioClient`. */
  readonly client: Client;
}

/** Settings of an `App` for the type of its client. A type other than `FrameioClient` requires the option `client`. */
export type AppOptionsFor<
  Client,
  Env extends EnvDeclaration = NoDeclarations,
  Secrets extends SecretsDeclaration = NoDeclarations,
> = CustomClientOptions<Client, Env, Secrets> | (FrameioClient extends Client ? AppOptions<Env, Secrets> : never);
