import { Stack } from 'aws-cdk-lib';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../lib/core/env.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import { readAppSources } from './app-sources.ts';
import { AppDeclarations } from './constructs/app-declarations.ts';
import { type AlarmSettings, DeliveryAlarms } from './constructs/delivery-alarms.ts';
import { DeliveryQueue } from './constructs/delivery-queue.ts';
import { DeliveryWorker, type WorkerSettings } from './constructs/delivery-worker.ts';
import { FrameioSecrets } from './constructs/frameio-secrets.ts';
import { IdempotencyTable } from './constructs/idempotency-table.ts';
import type { FunctionSettings } from './constructs/node-function.ts';
import type { StoredSecret } from './constructs/stored-secret.ts';
import { type EndpointSettings, WebhookEndpoint } from './constructs/webhook-endpoint.ts';
import { type DeliveryMode, readDeliveryMode } from './delivery-mode.ts';
import { type FunctionMetadata, type FunctionRole, METADATA_KEY } from './function-metadata.ts';
import { readManifest } from './manifest/read-manifest.ts';
import { addWebhookOutputs } from './webhook-outputs.ts';

/** Settings of a `FrameioWebhook`. */
export interface FrameioWebhookProps {
  /**
   * Folder of the project that contains the app.
   * @default process.cwd()
   */
  readonly projectRoot?: string;
  /**
   * Folder of `app.ts`, `endpoint.ts`, `queued-endpoint.ts` and `worker.ts`, relative to `projectRoot`.
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
   * Base URL of the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Settings of every function. Those of `endpoint` and `worker` override them.
   * @default the defaults of `FunctionSettings`
   */
  readonly functions?: FunctionSettings;
  /**
   * Settings of the endpoint.
   * @default the defaults of `EndpointSettings`
   */
  readonly endpoint?: EndpointSettings;
  /**
   * Settings of the worker.
   * @default the defaults of `WorkerSettings`
   */
  readonly worker?: WorkerSettings;
  /**
   * Settings of the alarms.
   * @default the defaults of `AlarmSettings`: no notifications
   */
  readonly alarms?: AlarmSettings;
}

/** Manifest in the metadata of a stack that is not deployed. */
const EMPTY_MANIFEST: AppManifest = { version: 1, handlers: [], env: {}, secrets: {}, store: false };

/** Receives Frame.io's webhooks and runs the handlers of an app. */
export class FrameioWebhook extends Construct {
  /** URL to register with Frame.io. */
  readonly url: string;
  /** The function that Frame.io calls. */
  readonly endpointFunction: LambdaFunction;
  /** The function that runs the handlers of queued deliveries. */
  readonly workerFunction: LambdaFunction;
  /** The functions that run handlers. Grant them what the handlers need, such as a bucket. */
  readonly handlerFunctions: readonly LambdaFunction[];
  /** The queue of deliveries for the worker. */
  readonly queue: Queue;
  /** The queue of the deliveries that the worker gave up. */
  readonly deadLetterQueue: Queue;
  /** The secret with the webhooks' signing secrets. */
  readonly signingSecrets: ISecret;
  /** The secret with the credentials for the Frame.io API. */
  readonly apiCredentials: ISecret;

  constructor(scope: Construct, id: string, props: FrameioWebhookProps = {}) {
    super(scope, id);
    const { frameioBaseUrl = 'https://api.frame.io', functions } = props;
    const environment = textsOf(props.environment);
    const deliveryMode = props.deliveryMode ?? readDeliveryMode(this.node.tryGetContext('deliveryMode') ?? 'inline');
    const sources = readAppSources(props);
    // The CDK bundles nothing for a stack that it does not deploy. Then the app is not read either.
    const manifest = Stack.of(this).bundlingRequired ? readManifest(sources) : undefined;
    const declarations =
      manifest && new AppDeclarations(this, 'App', { manifest, environment, secrets: props.secrets ?? {} });

    const secrets = new FrameioSecrets(this, 'Secrets', manifest ?? {});
    const idempotencyTable = new IdempotencyTable(this, 'IdempotencyTable');
    const endpoint = new WebhookEndpoint(this, 'Endpoint', { ...functions, ...props.endpoint, deliveryMode, sources });
    const worker = new DeliveryWorker(this, 'Worker', { ...functions, ...props.worker, sources });
    const deliveries = new DeliveryQueue(this, 'Deliveries', { workerTimeout: worker.timeout });

    new DeliveryAlarms(this, 'Alarms', { ...props.alarms, deliveries });

    this.url = endpoint.url;
    this.endpointFunction = endpoint.function;
    this.workerFunction = worker.function;
    this.handlerFunctions = deliveryMode === 'inline' ? [endpoint.function, worker.function] : [worker.function];
    this.queue = deliveries.queue;
    this.deadLetterQueue = deliveries.deadLetterQueue;
    this.signingSecrets = secrets.signingSecrets;
    this.apiCredentials = secrets.apiCredentials;

    secrets.bindSigningSecretsReader(endpoint.function);
    deliveries.bindSender(endpoint.function);
    worker.consume(deliveries);
    for (const runner of this.handlerFunctions) {
      secrets.bindApiCredentialsReader(runner);
      idempotencyTable.bindUser(runner);
      declarations?.bindRunner(runner);
      runner.addEnvironment(ENV.frameioBaseUrl, frameioBaseUrl);
    }
    this.#describe(endpoint.function, 'endpoint', manifest);
    this.#describe(worker.function, 'worker', manifest);
  }

  /**
   * Adds the outputs that the next steps need to the stack: `WebhookUrl`, and the commands `SetSigningSecret`,
   * `SetApiToken` and `SetQueues`. A `FrameioStack` has them already.
   *
   * @param prefix - Precedes the name of each output. A stack with several webhooks needs a prefix for each.
   */
  addOutputs(prefix = ''): void {
    addWebhookOutputs(this, prefix);
  }

  /** Writes into the template which function of which webhook this is. The sandbox reads it. */
  #describe({ node }: LambdaFunction, role: FunctionRole, manifest: AppManifest = EMPTY_MANIFEST): void {
    const metadata: FunctionMetadata = { function: role, webhook: this.node.path, manifest };
    if (node.defaultChild instanceof CfnFunction) node.defaultChild.addMetadata(METADATA_KEY, metadata);
  }
}

function textsOf(values: FrameioWebhookProps['environment'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
