import type { RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ActionsSettings } from './constructs/custom-actions.ts';
import type { WorkerSettings } from './constructs/delivery-worker.ts';
import type { JobSettings } from './constructs/job-functions.ts';
import type { FunctionSettings } from './constructs/node-function.ts';
import type { ReconciliationSettings } from './constructs/reconciliation.ts';
import type { SigningSecretRotationSettings } from './constructs/signing-secret-rotation.ts';
import type { StoreSettings } from './constructs/store-table.ts';
import type { StoredSecret } from './constructs/stored-secret.ts';
import type { TokenRotationSettings } from './constructs/token-rotation.ts';
import type { WebhookAlarmSettings } from './constructs/webhook-alarms.ts';
import type { EndpointSettings } from './constructs/webhook-endpoint.ts';
import type { RegistrationSettings } from './constructs/webhook-registration.ts';
import type { DeliveryMode } from './delivery-mode.ts';

/** Settings of a `FrameioWebhook`. */
export interface FrameioWebhookProps {
  /**
   * Folder of the project that contains the app.
   * @default process.cwd()
   */
  readonly projectRoot?: string;
  /**
   * Folder of `app.ts`, `endpoint.ts`, `queued-endpoint.ts`, `worker.ts` and `actions.ts`, relative to `projectRoot`.
   * @default 'functions'
   */
  readonly functionsDirectory?: string;
  /**
   * Where the handlers run. `inline`: in the endpoint within a time budget; the worker runs those that did not complete.
   * `queued`: in the worker.
   * @default `deliveryMode` of the CDK context, otherwise 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Values of the variables that the app declares, by name. The functions that run handlers receive them.
   * @default only the defaults of the declarations
   */
  readonly environment?: Readonly<Record<string, string | number | boolean>>;
  /**
   * Stored secrets, by the name that the app declares. The functions that run handlers may read them.
   * @default the secrets that the app names
   */
  readonly secrets?: Readonly<Record<string, StoredSecret>>;
  /**
   * Account and workspaces in Frame.io. Each deployment registers the app's events and custom actions there, stores the signing
   * secrets, and deletes the registration with the stack.
   * @default none: you register the app yourself, with `frameio-lambda connect` or the Frame.io API
   */
  readonly registration?: RegistrationSettings;
  /**
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Settings of every function. Those of `endpoint`, `actions`, `worker` and each of `jobs` override them.
   * @default the defaults of `FunctionSettings`
   */
  readonly functions?: FunctionSettings;
  /**
   * Settings of the endpoint.
   * @default the defaults of `EndpointSettings`
   */
  readonly endpoint?: EndpointSettings;
  /**
   * Settings for custom actions.
   * @default the defaults of `ActionsSettings`
   */
  readonly actions?: ActionsSettings;
  /**
   * Secret with the signing secrets of the custom actions: a JSON object of keys and secrets.
   * @default the secret that the app names, otherwise a new one
   */
  readonly actionSigningSecrets?: StoredSecret;
  /**
   * Settings of the worker.
   * @default the defaults of `WorkerSettings`
   */
  readonly worker?: WorkerSettings;
  /**
   * Jobs that get a queue, a dead-letter queue, alarms and a function of their own, by name. If you remove a job here, its
   * queues are deleted with their messages.
   * @default none: the worker runs all jobs
   */
  readonly jobs?: JobSettings;
  /**
   * Settings of the table of an app with `store: true`.
   * @default the defaults of `StoreSettings`: the table is retained when the stack is deleted
   */
  readonly store?: StoreSettings;
  /**
   * Projects and workspaces in which a scheduled function looks for files whose event `file.ready` never arrived. It enqueues
   * those events. The sandbox does not run it.
   * @default none: an event is lost if the endpoint is unavailable for longer than Frame.io retries, which is four minutes
   */
  readonly reconciliation?: ReconciliationSettings;
  /**
   * Settings of the rotation of the token for the Frame.io API. It needs server-to-server credentials. `{}` turns it on.
   * @default none: the functions exchange the credentials themselves
   */
  readonly tokenRotation?: TokenRotationSettings;
  /**
   * Settings of the rotation of the webhooks' signing secrets. It needs the prop `registration`. `{}` turns it on.
   * @default none: the signing secrets stay the same
   */
  readonly signingSecretRotation?: SigningSecretRotationSettings;
  /**
   * Settings of the alarms. `topicArns` and `oldestMessage` also apply to the alarms of each job, whose settings override them.
   * @default the defaults of `WebhookAlarmSettings`: no notifications
   */
  readonly alarms?: WebhookAlarmSettings;
  /**
   * Whether CloudWatch has a dashboard of the webhook. The first three dashboards of an account cost nothing.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * Key that encrypts the queues, the tables and the new secrets. The functions get the permissions for it.
   * @default keys of AWS
   */
  readonly encryptionKey?: IKey;
  /**
   * Value of `service` in log lines and metrics. Give each webhook of an account another one: their metrics would mix.
   * @default path of the construct, such as `FrameioLambda/Webhook`
   */
  readonly serviceName?: string;
  /**
   * What happens to the signing secrets, with their values, when they are removed from the stack. Frame.io shows each secret
   * only once.
   * @default RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
   */
  readonly signingSecretsRemovalPolicy?: RemovalPolicy;
}
