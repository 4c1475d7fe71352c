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
import type { DeliveryMode } from '../delivery-mode.ts';
import { type FunctionSettings, NodeFunction, type NodeFunctionProps } from './node-function.ts';

/** Settings of a `WebhookEndpoint`. */
export interface WebhookEndpointProps extends FunctionSettings {
  /**
   * Path of another entry point, from the root of the project.
   * @default the delivery mode's
   */
  readonly entry?: string;
  /**
   * What the function does with a delivery it has verified.
   * @default 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Requests a second that reach the function for long; the rest are answered 429. Frame.io sends those again, four times in
   * about four minutes, and then no more: what is turned away each time is lost.
   * @default 200 inline, 1000 queued
   */
  readonly throttleRate?: number;
  /**
   * Requests that may come at once.
   * @default 400 inline, 2000 queued
   */
  readonly throttleBurst?: number;
}

/** The program of each mode. Queued, handlers and API client are no part of the bundle. */
const PROGRAMS = {
  inline: { entry: 'functions/endpoint.ts', description: 'Verifies what Frame.io delivers and runs the handlers' },
  queued: {
    entry: 'functions/queued-endpoint.ts',
    description: 'Verifies what Frame.io delivers and puts it on the queue',
  },
} as const satisfies Record<DeliveryMode, Pick<NodeFunctionProps, 'entry' | 'description'>>;

/**
 * What is let in. An account lets 10,000 requests a second, 5,000 at once, into all its APIs, and runs 1,000 functions at a
 * time (AWS quotas). Inline, one delivery may take 4 s: 200 a second leave a fifth of those functions to others. Queued, it
 * takes some 20 ms.
 */
const THROTTLES = {
  inline: { rate: 200, burst: 400 },
  queued: { rate: 1_000, burst: 2_000 },
} as const satisfies Record<DeliveryMode, { rate: number; burst: number }>;

/** The public URL Frame.io delivers to, and the function behind it. */
export class WebhookEndpoint extends Construct {
  readonly function: NodeFunction;
  /** Address to register with Frame.io. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps = {}) {
    super(scope, id);
    const { deliveryMode = 'inline', throttleRate, throttleBurst, ...given } = props;
    const program = PROGRAMS[deliveryMode];
    const { entry = program.entry, ...settings } = given;
    const { logRetention = RetentionDays.ONE_MONTH } = settings;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      ...program,
      entry,
      // Frame.io gives up after 5 s; what answers later has failed already.
      timeout: Duration.seconds(10),
    });

    const api = new HttpApi(this, 'Api', { createDefaultStage: false, description: 'Receives deliveries of Frame.io' });
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

/** What is known before a delivery is believed: where it came from and what became of it, nothing of what it said. */
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
