import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, type HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';

/** Requests that API Gateway accepts. It answers 429 to the rest. */
export interface Throttle {
  /** Sustained requests per second. */
  readonly rate: number;
  /** Number of requests in a burst. */
  readonly burst: number;
}

/** Settings of `addStage`. */
export interface StageSettings {
  /** Throttle of each route that has none of its own. */
  readonly throttle: Throttle;
  readonly logRetention: RetentionDays;
}

/** Adds the default stage of an HTTP API, which deploys each change of the API, and its access log. */
export function addStage(scope: Construct, httpApi: HttpApi, { throttle, logRetention }: StageSettings): HttpStage {
  const { rate: rateLimit, burst: burstLimit } = throttle;
  return new HttpStage(scope, 'Stage', {
    httpApi,
    autoDeploy: true,
    throttle: { rateLimit, burstLimit },
    accessLogSettings: {
      destination: new LogGroupLogDestination(
        new LogGroup(scope, 'AccessLog', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY }),
      ),
      format: AccessLogFormat.custom(ACCESS_LOG_FORMAT),
    },
  });
}

/** Gives a route a throttle of its own. `HttpStage` has no prop for it. */
export function throttleRoute({ node }: HttpStage, routeKey: string, route: IDependable, throttle: Throttle): void {
  const stage = node.defaultChild;
  if (!(stage instanceof CfnStage)) return;
  const { rate, burst } = throttle;
  stage.routeSettings = { [routeKey]: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } };
  node.addDependency(route); // API Gateway refuses settings of a route that does not exist
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
