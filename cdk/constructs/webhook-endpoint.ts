import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { AppSources } from '../app-sources.ts';
import type { DeliveryMode } from '../delivery-mode.ts';
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
}

/** Settings of a `WebhookEndpoint`. */
export interface WebhookEndpointProps extends EndpointSettings {
  readonly sources: AppSources;
  /** Whether the function runs the handlers of a verified delivery or queues it. */
  readonly deliveryMode: DeliveryMode;
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
} as const satisfies Record<DeliveryMode, { rate: number; burst: number }>;

/** The public URL that Frame.io delivers to, and the function behind it. */
export class WebhookEndpoint extends Construct {
  readonly function: NodeFunction;
  /** URL to register with Frame.io. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps) {
    super(scope, id);
    const { sources, deliveryMode, throttleRate, throttleBurst, ...given } = props;
    const { file, description } = ENTRY_POINTS[deliveryMode];
    const { entry = join(sources.functionsDirectory, file), ...settings } = given;
    const { logRetention = RetentionDays.ONE_MONTH } = settings;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      description,
      projectRoot: sources.projectRoot,
      entry,
      entryProps: 'endpoint.entry, functionsDirectory or projectRoot',
      // Frame.io stops waiting after 5 s, so a later response counts as a failure.
      timeout: Duration.seconds(10),
    });

    const api = new HttpApi(this, 'Api', { createDefaultStage: false, description: 'Receives Frame.io deliveries' });
    const path = '/frameio';
    api.addRoutes({
      path,
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('Integration', this.function, {
        payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
      }),
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      autoDeploy: true,
      throttle: {
        rateLimit: throttleRate ?? THROTTLES[deliveryMode].rate,
        burstLimit: throttleBurst ?? THROTTLES[deliveryMode].burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY }),
        ),
        format: AccessLogFormat.custom(ACCESS_LOG_FORMAT),
      },
    });
    this.url = `${api.apiEndpoint}${path}`;
  }
}

/** Source and status of a request, and nothing of its content: the access log also contains unverified requests. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  method: '$context.httpMethod',
  path: '$context.path',
  status: '$context.status',
  responseLength: '$context.responseLength',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
});
