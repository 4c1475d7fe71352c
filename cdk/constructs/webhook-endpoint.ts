import { join } from 'node:path';
import { Duration, Fn, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  CfnApiMapping,
  type DomainName,
  HttpApi,
  HttpMethod,
  type HttpRoute,
  type HttpStage,
  type IDomainName,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENV } from '../../lib/core/env.ts';
import { API_PATHS } from '../api-paths.ts';
import { type AppSources, resolveSources } from '../app-sources.ts';
import type { DeliveryMode } from '../delivery-mode.ts';
import { addStage, countThrottledRequests, type Throttle, throttleRoute } from './api-stage.ts';
import { type FunctionSettings, NodeFunction } from './node-function.ts';

/** Settings of an endpoint that a deployment may change. */
export interface EndpointSettings extends FunctionSettings {
  /**
   * Path of the entry point, relative to `projectRoot`.
   * @default `endpoint.ts` or `queued-endpoint.ts` in the functions directory, according to the delivery mode
   */
  readonly entry?: string;
  /**
   * Maximum sustained requests per second. API Gateway answers 429 to the rest. Frame.io sends those again four times within
   * about four minutes. A delivery that API Gateway refuses each time is lost.
   * @default 200 inline, 1,000 queued
   */
  readonly throttleRate?: number;
  /**
   * Maximum number of requests in a burst.
   * @default 400 inline, 2,000 queued
   */
  readonly throttleBurst?: number;
  /**
   * Number of environments that Lambda keeps ready, so that a request needs no cold start. They cost money all the time.
   * @default none
   */
  readonly provisionedConcurrency?: number;
  /**
   * Domain name of API Gateway for the URLs. The default URL of the API then answers nothing.
   * @default the default URL of the API
   */
  readonly domainName?: IDomainName | DomainName;
}

/** Settings of a `WebhookEndpoint`. */
export interface WebhookEndpointProps extends EndpointSettings {
  /** Value of `service` in log lines and metrics. */
  readonly service: string;
  /**
   * Where the app is.
   * @default the folder `functions` in the current folder
   */
  readonly sources?: AppSources;
  /**
   * Whether the function runs the handlers of a verified delivery (`inline`) or queues it (`queued`).
   * @default 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Whether the app has custom actions. An inline endpoint serves them, after `addActionsRoute`.
   * @default false
   */
  readonly hasActions?: boolean;
  /**
   * Prop of your own construct that contains these settings, such as `endpoint`. Errors name it.
   * @default none
   */
  readonly settingsProp?: string;
}

/** Entry point of each mode, in the functions directory. The queued one contains no handlers and no API client. */
const ENTRY_POINTS = {
  inline: { file: 'endpoint.ts', description: 'Verifies Frame.io deliveries and runs the handlers' },
  queued: {
    file: 'queued-endpoint.ts',
    description: 'Verifies Frame.io deliveries and queues them',
  },
} as const satisfies Record<DeliveryMode, { file: string; description: string }>;

/**
 * Default throttles. The AWS quotas of an account are 10,000 requests per second and a burst of 5,000 for all its APIs, and
 * 1,000 concurrent function invocations. An inline delivery can take 4 s, so 200 per second leave a fifth of the
 * concurrency to other functions. A queued delivery takes about 20 ms.
 */
const THROTTLES = {
  inline: { rate: 200, burst: 400 },
  queued: { rate: 1_000, burst: 2_000 },
} as const satisfies Record<DeliveryMode, Throttle>;

/** Maximum duration of a request about a custom action. Frame.io waits 10 s at most, and a cold start may precede the handler. */
export const ACTIONS_TIMEOUT = Duration.seconds(15);

/** The public URLs that Frame.io calls, and the function behind that of the webhooks. */
export class WebhookEndpoint extends Construct {
  readonly function: LambdaFunction;
  /** What API Gateway invokes: an alias with provisioned concurrency, otherwise the function itself. */
  readonly invokedFunction: IFunction;
  /** Service name of the function. */
  readonly service: string;
  /** Whether the function also serves custom actions. */
  readonly servesActions: boolean;
  /** URL to register with Frame.io. */
  readonly url: string;
  readonly api: HttpApi;
  /** Requests that API Gateway answers with 429. */
  readonly throttledRequests: Metric;
  readonly #stage: HttpStage;
  /** Precedes the path in each URL. */
  readonly #baseUrl: string;
  /** Throttle of requests that wait for handlers. */
  readonly #inlineThrottle: Throttle;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps) {
    super(scope, id);
    const { service, deliveryMode = 'inline', hasActions = false, settingsProp, domainName, ...given } = props;
    const sources = resolveSources(given.sources);
    const { file, description } = ENTRY_POINTS[deliveryMode];
    const { entry = join(sources.functionsDirectory, file), throttleRate, throttleBurst, ...settings } = given;
    this.service = service;
    this.servesActions = hasActions && deliveryMode === 'inline';
    const endpointFunction = new NodeFunction(this, 'Function', {
      ...settings,
      description,
      sources,
      entry,
      entryProps: `${settingsProp === undefined ? '' : `${settingsProp}.`}entry, functionsDirectory or projectRoot`,
      // Frame.io stops waiting for a webhook after 5 s, so a later response counts as a failure.
      timeout: this.servesActions ? ACTIONS_TIMEOUT : Duration.seconds(10),
    });
    endpointFunction.addEnvironment(ENV.serviceName, service);
    this.function = endpointFunction;
    this.invokedFunction = endpointFunction.invoked;

    this.api = new HttpApi(this, 'Api', {
      createDefaultStage: false,
      description: 'Receives Frame.io deliveries',
      disableExecuteApiEndpoint: domainName !== undefined,
    });
    this.#addRoute(API_PATHS.webhooks, 'Integration', this.invokedFunction);
    const { rate, burst } = THROTTLES[deliveryMode];
    const throttle = { rate: throttleRate ?? rate, burst: throttleBurst ?? burst };
    this.#inlineThrottle = deliveryMode === 'inline' ? throttle : THROTTLES.inline;
    const { logRetention: retention = RetentionDays.ONE_MONTH } = settings;
    const accessLog = new LogGroup(this, 'AccessLog', { retention, removalPolicy: RemovalPolicy.DESTROY });
    const stageName = secretSegment(Stack.of(this));
    this.#stage = addStage(this, this.api, { stageName, throttle, accessLog, service });
    this.#baseUrl = domainName
      ? mapDomain(this.#stage, domainName, `${stageName}-${this.node.addr}`)
      : `${this.api.apiEndpoint}/${stageName}`;
    this.throttledRequests = countThrottledRequests(this, accessLog, service);
    this.url = `${this.#baseUrl}${API_PATHS.webhooks}`;
  }

  /**
   * Lets a function serve custom actions. Returns their URL.
   *
   * @param throttle - Missing values default to those of an inline endpoint.
   */
  addActionsRoute(integratedFunction: IFunction, throttle: Partial<Throttle>): string {
    const path = API_PATHS.actions;
    const [route] = this.#addRoute(path, 'ActionsIntegration', integratedFunction);
    if (route) throttleRoute(this.#stage, `POST ${path}`, route, { ...this.#inlineThrottle, ...throttle });
    return `${this.#baseUrl}${path}`;
  }

  #addRoute(path: string, integrationId: string, integratedFunction: IFunction): readonly HttpRoute[] {
    const routes = this.api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration(integrationId, integratedFunction, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      }),
    });
    for (const route of routes) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Frame.io has no AWS credentials and no JSON Web Token. The function verifies the signature of each request.',
      });
    }
    return routes;
  }
}

/**
 * Returns the UUID in the id of a stack: `arn:aws:cloudformation:<region>:<account>:stack/<name>/<uuid>`. It is the name of the
 * stage, so strangers cannot guess the URL, and API Gateway answers 404 to every other path without a function. It does not
 * change while the stack exists. A route key cannot contain it, because the settings of routes need keys known at synthesis.
 */
function secretSegment({ stackId }: Stack): string {
  return Fn.select(2, Fn.split('/', stackId));
}

/**
 * Serves a stage below a path of a domain, and returns the URL of that path. `ApiMapping` accepts no path that is known only
 * after the deployment.
 *
 * @param apiMappingKey - The path. Each endpoint of the domain needs another one.
 */
function mapDomain(stage: HttpStage, domainName: IDomainName, apiMappingKey: string): string {
  const { apiId } = stage.api;
  new CfnApiMapping(stage, 'Mapping', { apiId, domainName: domainName.name, stage: stage.stageName, apiMappingKey });
  return `https://${domainName.name}/${apiMappingKey}`;
}
