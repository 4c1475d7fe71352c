import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { CfnStage, type HttpApi, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct, IDependable } from 'constructs';
import { METRIC_NAMESPACE, serviceMetric } from './service-metric.ts';

/** Requests that API Gateway accepts. It answers 429 to the rest. */
export interface Throttle {
  /** Sustained requests per second. */
  readonly rate: number;
  /** Number of requests in a burst. */
  readonly burst: number;
}

/** Settings of `addStage`. */
export interface StageSettings {
  /** Name of the stage. It is the first segment of each path. */
  readonly stageName: string;
  /** Throttle of each route that has none of its own. */
  readonly throttle: Throttle;
  readonly accessLog: ILogGroup;
  /** Service name of the functions. */
  readonly service: string;
}

/** Adds the only stage of an HTTP API, which deploys each change of the API. */
export function addStage(scope: Construct, httpApi: HttpApi, settings: StageSettings): HttpStage {
  const { stageName, throttle, accessLog, service } = settings;
  const { rate: rateLimit, burst: burstLimit } = throttle;
  return new HttpStage(scope, 'Stage', {
    httpApi,
    stageName,
    autoDeploy: true,
    throttle: { rateLimit, burstLimit },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      format: AccessLogFormat.custom(JSON.stringify({ ...ACCESS_LOG_FIELDS, service })),
    },
  });
}

/**
 * Counts the requests that API Gateway answers with 429. Its own metrics count them together with every other 4xx.
 *
 * @param accessLog - Log of a stage that `addStage` added.
 */
export function countThrottledRequests(scope: Construct, accessLog: ILogGroup, service: string): Metric {
  const metricName = 'RequestsThrottled';
  new MetricFilter(scope, 'ThrottledRequests', {
    logGroup: accessLog,
    filterPattern: FilterPattern.stringValue('$.status', '=', '429'),
    metricNamespace: METRIC_NAMESPACE,
    metricName,
    metricValue: '1',
    dimensions: { service: '$.service' },
  });
  return serviceMetric(service, metricName);
}

/** Gives a route a throttle of its own. `HttpStage` has no prop for it. */
export function throttleRoute({ node }: HttpStage, routeKey: string, route: IDependable, throttle: Throttle): void {
  const stage = node.defaultChild;
  if (!(stage instanceof CfnStage)) return;
  const { rate, burst } = throttle;
  stage.routeSettings = { [routeKey]: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } };
  node.addDependency(route); // API Gateway refuses settings of a route that does not exist
}

/**
 * Time, route and status of a request, and nothing of its content: the access log also contains unverified requests. The
 * address and the user agent of the sender are personal data, and an HTTP API cannot block either.
 */
const ACCESS_LOG_FIELDS = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
};
