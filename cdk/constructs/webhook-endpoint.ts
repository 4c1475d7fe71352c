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
   * What the function does with a delivery it has verified.
   * @default 'inline'
   */
  readonly deliveryMode?: DeliveryMode;
  /**
   * Requests a second that reach the function for long; the rest are answered 429, which Frame.io sends again.
   * @default 50
   */
  readonly throttleRate?: number;
  /**
   * Requests that may come at once.
   * @default 100
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

/** The public URL Frame.io delivers to, and the function behind it. */
export class WebhookEndpoint extends Construct {
  readonly function: NodeFunction;
  /** Address to register with Frame.io. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps = {}) {
    super(scope, id);
    const { deliveryMode = 'inline', throttleRate = 50, throttleBurst = 100, ...settings } = props;
    const { logRetention = RetentionDays.ONE_MONTH } = settings;
    this.function = new NodeFunction(this, 'Function', {
      ...settings,
      ...PROGRAMS[deliveryMode],
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
      throttle: { rateLimit: throttleRate, burstLimit: throttleBurst },
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
