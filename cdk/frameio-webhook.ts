import { Stack } from 'aws-cdk-lib';
import { Alarm, type Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../lib/core/env.ts';
import type { AppManifest } from '../lib/core/manifest.ts';
import { resolveSources } from './app-sources.ts';
import { AppDeclarations } from './constructs/app-declarations.ts';
import { CustomActions } from './constructs/custom-actions.ts';
import { DeliveryQueue } from './constructs/delivery-queue.ts';
import { DeliveryWorker } from './constructs/delivery-worker.ts';
import { FrameioSecrets } from './constructs/frameio-secrets.ts';
import { IdempotencyTable } from './constructs/idempotency-table.ts';
import { JobFunctions, type JobResources } from './constructs/job-functions.ts';
import { Reconciliation } from './constructs/reconciliation.ts';
import { serviceMetric } from './constructs/service-metric.ts';
import { SigningSecretRotation } from './constructs/signing-secret-rotation.ts';
import { StoreTable } from './constructs/store-table.ts';
import type { StoredSecret } from './constructs/stored-secret.ts';
import { TokenRotation } from './constructs/token-rotation.ts';
import { WebhookAlarms } from './constructs/webhook-alarms.ts';
import { WebhookDashboard } from './constructs/webhook-dashboard.ts';
import { WebhookEndpoint } from './constructs/webhook-endpoint.ts';
import { WebhookRegistration } from './constructs/webhook-registration.ts';
import { readDeliveryMode } from './delivery-mode.ts';
import type { FrameioWebhookProps } from './frameio-webhook-props.ts';
import { type FunctionMetadata, METADATA_KEY, type RegistrationMetadata } from './function-metadata.ts';
import { isLocalStack } from './local-context.ts';
import { checkJobs } from './manifest/check-jobs.ts';
import { checkProps } from './manifest/check-props.ts';
import { EMPTY_MANIFEST } from './manifest/empty-manifest.ts';
import { readManifest } from './manifest/read-manifest.ts';
import { addWebhookOutputs } from './webhook-outputs.ts';

type DeployedRole = Pick<FunctionMetadata, 'function' | 'job' | 'outputPrefix'>;

/** Receives Frame.io's webhooks and custom actions, and runs the handlers and jobs of an app. */
export class FrameioWebhook extends Construct {
  /** URL to register with Frame.io. */
  readonly url: string;
  /** URL of the custom actions. `undefined` for an app without actions. */
  readonly actionsUrl: string | undefined;
  /** The function that receives webhooks. */
  readonly endpointFunction: LambdaFunction;
  /** The function that answers custom actions: the endpoint in `inline` mode. `undefined` for an app without actions. */
  readonly actionsFunction: LambdaFunction | undefined;
  /** The function that runs the handlers of queued deliveries, and the jobs without a function of their own. */
  readonly workerFunction: LambdaFunction;
  /** The functions that run handlers or jobs. Grant them what the handlers need, such as a bucket. */
  readonly handlerFunctions: readonly LambdaFunction[];
  /** The queue of deliveries and jobs for the worker. */
  readonly queue: Queue;
  /** The queue of the deliveries and jobs that the worker gave up. */
  readonly deadLetterQueue: Queue;
  /** The jobs of the prop `jobs`, by name. */
  readonly jobs: Readonly<Record<string, JobResources>>;
  /** The secret with the webhooks' signing secrets. */
  readonly signingSecrets: ISecret;
  /** The secret with the custom actions' signing secrets. `undefined` for an app without actions. */
  readonly actionSigningSecrets: StoredSecret | undefined;
  /** The secret with the credentials for the Frame.io API. */
  readonly apiCredentials: ISecret;
  /** The table of the values that handlers store. `undefined` for an app without `store: true`. */
  readonly storeTable: Table | undefined;
  /** The registration with Frame.io. `undefined` without the prop `registration`, and in the sandbox. */
  readonly registration: WebhookRegistration | undefined;
  /** Value of `service` in log lines and metrics. */
  readonly serviceName: string;
  readonly #manifest: AppManifest;
  readonly #registration: RegistrationMetadata | undefined;

  constructor(scope: Construct, id: string, props: FrameioWebhookProps = {}) {
    super(scope, id);
    const { frameioBaseUrl = 'https://api.frame.io', functions = {}, alarms = {} } = props;
    const { signingSecretsRemovalPolicy: removalPolicy, encryptionKey } = props;
    const service = props.serviceName ?? this.node.path;
    const environment = textsOf(props.environment);
    const deliveryMode = props.deliveryMode ?? readDeliveryMode(this.node.tryGetContext('deliveryMode') ?? 'inline');
    const appSources = resolveSources(props);
    // The CDK bundles nothing for a stack that it does not deploy. Then the app is not read either.
    const manifest = Stack.of(this).bundlingRequired ? readManifest(appSources) : undefined;
    this.#manifest = manifest ?? EMPTY_MANIFEST;
    this.#registration = props.registration && { name: Stack.of(this).stackName, ...props.registration };
    if (manifest) checkProps(manifest, props);
    if (manifest) checkJobs(manifest, props.jobs ?? {});
    const declarations =
      manifest && new AppDeclarations(this, 'App', { manifest, environment, secrets: props.secrets ?? {} });
    const hasActions = this.#manifest.actions.length > 0;
    // In the sandbox, the app may declare an action or a job while its functions run.
    const isLocal = isLocalStack(this.node);
    const onlyWebhooks = hasOnlyWebhooks(this.#manifest) && !isLocal;
    const sources = { ...appSources, onlyWebhooks, withoutReconciliation: props.reconciliation === undefined };

    const secrets = new FrameioSecrets(this, 'Secrets', {
      ...manifest,
      removalPolicy,
      encryptionKey,
      isTokenRotated: props.tokenRotation !== undefined,
    });
    const idempotencyTable = new IdempotencyTable(this, 'IdempotencyTable', { encryptionKey });
    const store = this.#manifest.store
      ? new StoreTable(this, 'Store', { ...props.store, namespace: this.node.path, encryptionKey })
      : undefined;
    const endpoint = new WebhookEndpoint(this, 'Endpoint', {
      ...functions,
      ...props.endpoint,
      service,
      sources,
      deliveryMode,
      hasActions,
      settingsProp: 'endpoint',
    });
    const actions = hasActions
      ? new CustomActions(this, 'Actions', {
          ...functions,
          ...props.actions,
          endpoint,
          sources,
          signingSecrets: props.actionSigningSecrets,
          signingSecretsSecretId: this.#manifest.actionSigningSecretsSecretId,
          removalPolicy,
          encryptionKey,
        })
      : undefined;
    const worker = new DeliveryWorker(this, 'Worker', {
      ...functions,
      ...props.worker,
      service,
      sources,
      settingsProp: 'worker',
    });
    const deliveries = new DeliveryQueue(this, 'Deliveries', {
      visibilityTimeout: worker.visibilityTimeout,
      encryptionKey,
    });
    const jobs = new JobFunctions(this, 'Jobs', props.jobs ?? {}, {
      sources,
      service,
      functions,
      alarms,
      encryptionKey,
    });

    const { reservedConcurrency: _, ...settings } = functions;
    const scheduled = { ...settings, service, sources, frameioBaseUrl }; // scheduled functions run alone
    const { apiCredentials, signingSecrets } = secrets;
    const rotation = { ...scheduled, apiCredentials };
    const ofDeployment = isLocal ? {} : props; // the sandbox runs no function of the package
    const tokenRotation =
      ofDeployment.tokenRotation &&
      new TokenRotation(this, 'TokenRotation', { ...rotation, ...ofDeployment.tokenRotation });
    const signingSecretRotation =
      ofDeployment.signingSecretRotation &&
      new SigningSecretRotation(this, 'SigningSecretRotation', {
        ...rotation,
        ...this.#registrationFor('signingSecretRotation'),
        ...ofDeployment.signingSecretRotation,
        webhookUrl: endpoint.url,
        signingSecrets,
      });

    const actionsFunction = endpoint.servesActions ? undefined : actions?.function;
    new WebhookAlarms(this, 'Alarms', {
      ...alarms,
      endpoint,
      actionsFunction,
      deliveries,
      workerFunction: worker.function,
      tokenRotation,
      signingSecretRotation,
    });

    this.serviceName = service;
    this.url = endpoint.url;
    this.actionsUrl = actions?.url;
    this.endpointFunction = endpoint.function;
    this.actionsFunction = actions?.function;
    this.workerFunction = worker.function;
    this.queue = deliveries.queue;
    this.deadLetterQueue = deliveries.deadLetterQueue;
    this.jobs = jobs.resources;
    this.signingSecrets = signingSecrets;
    this.actionSigningSecrets = actions?.signingSecrets;
    this.apiCredentials = apiCredentials;
    this.storeTable = store?.table;
    const requestRunners = deliveryMode === 'inline' ? [endpoint.function] : actions ? [actions.function] : [];
    this.handlerFunctions = [...requestRunners, worker.function, ...jobs.functions];

    secrets.bindSigningSecretsReader(endpoint.function);
    for (const sender of new Set([endpoint.function, ...requestRunners])) deliveries.bindSender(sender);
    worker.consume(deliveries);
    jobs.bindOtherJobs(deliveries, this.#manifest.jobs);
    for (const runner of this.handlerFunctions) {
      secrets.bindApiCredentialsReader(runner);
      idempotencyTable.bindUser(runner);
      store?.bindUser(runner);
      declarations?.bindRunner(runner);
      jobs.bindSender(runner);
      runner.addEnvironment(ENV.frameioBaseUrl, frameioBaseUrl);
    }
    const deployed: readonly (readonly [LambdaFunction, DeployedRole])[] = [
      [endpoint.function, { function: 'endpoint' }],
      ...(actionsFunction ? [[actionsFunction, { function: 'actions' }] as const] : []),
      [worker.function, { function: 'worker' }],
      ...[...jobs.byName].map(
        ([job, { function: runner }]) =>
          [runner, { function: 'job-worker', job }] satisfies [LambdaFunction, DeployedRole],
      ),
    ];
    for (const [each, role] of deployed) this.#describe(each, role);
    jobs.setEnvironments();
    const reconciliation =
      ofDeployment.reconciliation &&
      new Reconciliation(this, 'Reconciliation', {
        ...scheduled,
        ...ofDeployment.reconciliation,
        idempotencyTable,
        deliveries,
        secrets,
        handlerFunctions: deliveryMode === 'inline' ? [endpoint.function, worker.function] : [worker.function],
        topicArns: alarms.topicArns ?? [],
      });
    if (this.#registration && !isLocal) {
      this.registration = new WebhookRegistration(this, 'Registration', {
        ...this.#registration,
        manifest: this.#manifest,
        webhookUrl: endpoint.url,
        actionsUrl: actions?.url,
        signingSecrets,
        actionSigningSecrets: actions?.signingSecrets,
        apiCredentials,
        frameioBaseUrl,
        service,
        sources,
        functions,
      });
      this.registration.node.addDependency(endpoint); // Frame.io sends events as soon as a webhook exists
    }
    if (props.dashboard ?? true) {
      const functions = new Map(deployed.map(([each, { function: name, job }]) => [job ? `job ${job}` : name, each]));
      for (const each of [this.registration, tokenRotation, signingSecretRotation, reconciliation]) {
        if (each) functions.set(each.node.id, each.function);
      }
      const watched = this.node.findAll().filter((child) => child instanceof Alarm);
      new WebhookDashboard(this, 'Dashboard', { endpoint, deliveries, functions, reconciliation, alarms: watched });
    }
  }

  /**
   * Adds the outputs that the next steps need to the stack: `WebhookUrl`, and the commands `SetSigningSecret`,
   * `SetApiToken` and `SetQueues`. For an app with custom actions also `ActionsUrl` and `SetActionSigningSecrets`, with the
   * prop `registration` also `Registration`. A `FrameioStack` has them already.
   *
   * @param prefix - Precedes the name of each output. A stack with several webhooks needs a prefix for each.
   */
  addOutputs(prefix = ''): void {
    addWebhookOutputs(this, prefix, this.#manifest.actions);
    this.#describe(this.endpointFunction, { function: 'endpoint', outputPrefix: prefix });
  }

  /** Returns a metric of the framework, such as `HandlersCompleted`. Default: the sum of five minutes. */
  metric(name: string, options?: MetricOptions): Metric {
    return serviceMetric(this.serviceName, name, options);
  }

  /** Returns the registration that a prop needs. */
  #registrationFor(prop: keyof FrameioWebhookProps): RegistrationMetadata {
    if (this.#registration) return this.#registration;
    throw new Error(
      `The prop ${prop} needs to know the Frame.io account and its workspaces, but there is no prop registration. Set registration: { accountId, workspaceIds }, or remove ${prop}.`,
    );
  }

  /** Writes into the template which function of which webhook this is. The sandbox and the commands read it. */
  #describe({ node }: LambdaFunction, role: DeployedRole): void {
    const metadata: FunctionMetadata = {
      ...role,
      webhook: this.node.path,
      manifest: this.#manifest,
      ...(role.function === 'endpoint' && this.#registration && { registration: this.#registration }),
    };
    if (node.defaultChild instanceof CfnFunction) node.defaultChild.addMetadata(METADATA_KEY, metadata);
  }
}

function hasOnlyWebhooks({ actions, jobs, store }: AppManifest): boolean {
  return actions.length === 0 && jobs.length === 0 && !store;
}

function textsOf(values: FrameioWebhookProps['environment'] = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
