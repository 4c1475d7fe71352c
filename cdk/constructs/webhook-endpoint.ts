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
import type { ApplicationLogLevel, Architecture } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ENV } from '../../lib/env.ts';
import { NodeFunction } from './node-function.ts';

/** Settings of a `WebhookEndpoint`. */
export interface WebhookEndpointProps {
  /**
   * Where the function finds the Frame.io API.
   * @default https://api.frame.io
   */
  readonly frameioBaseUrl?: string;
  /**
   * Kind of processor the function runs on.
   * @default Architecture.ARM_64
   */
  readonly architecture?: Architecture;
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
  /**
   * Least level of the function's log lines.
   * @default ApplicationLogLevel.INFO
   */
  readonly logLevel?: ApplicationLogLevel;
  /**
   * How long access log and function log are kept.
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** The public URL Frame.io delivers to, and the function behind it. */
export class WebhookEndpoint extends Construct {
  readonly function: NodeFunction;
  /** Address to register with Frame.io. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebhookEndpointProps = {}) {
    super(scope, id);
    const { frameioBaseUrl = 'https://api.frame.io', throttleRate = 50, throttleBurst = 100 } = props;
    const { logRetention = RetentionDays.ONE_MONTH } = props;
    this.function = new NodeFunction(this, 'Function', {
      entry: 'functions/endpoint.ts',
      description: 'Verifies what Frame.io delivers and runs the handlers',
      // Frame.io gives up after 5 s; what answers later has failed already.
      timeout: Duration.seconds(10),
      environment: { [ENV.frameioBaseUrl]: frameioBaseUrl },
      ...(props.architecture && { architecture: props.architecture }),
      ...(props.logLevel && { logLevel: props.logLevel }),
      logRetention,
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
