import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { Reconciliation } from './reconciliation.ts';
import { serviceMetric } from './service-metric.ts';
import type { WebhookEndpoint } from './webhook-endpoint.ts';

/** Settings of a `WebhookDashboard`. */
export interface WebhookDashboardProps {
  /** The endpoint. It must have the same `service` as the other functions. */
  readonly endpoint: WebhookEndpoint;
  /** The queue of the deliveries. */
  readonly deliveries: DeliveryQueue;
  /** All functions, by the name to show. */
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** The alarms whose state it shows. */
  readonly alarms: readonly Alarm[];
  /**
   * The reconciliation, which must have the same `service` as the endpoint.
   * @default the app has no reconciliation
   */
  readonly reconciliation?: Reconciliation | undefined;
}

const PERIOD = Duration.minutes(5);
const SUM = { period: PERIOD, statistic: 'Sum' } as const;
const MAXIMUM = { period: PERIOD, statistic: 'Maximum' } as const;

/** A CloudWatch dashboard that follows deliveries from the request to the last handler. */
export class WebhookDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: WebhookDashboardProps) {
    super(scope, id, { defaultInterval: Duration.days(1) });
    this.addWidgets(new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24 }));
    this.addWidgets(...countsOf(props));
    this.addWidgets(...timesOf(props));
    this.addWidgets(...functionsOf(props));
    if (props.reconciliation) this.addWidgets(...reconciliationOf(props.reconciliation, props));
  }
}

function countsOf({ endpoint: { api, throttledRequests, service } }: WebhookDashboardProps): readonly IWidget[] {
  const countEach = (names: readonly string[]) => names.map((name) => serviceMetric(service, name, { label: name }));
  return [
    graph('Requests', [
      api.metricCount({ ...SUM, label: 'requests' }),
      api.metricClientError({ ...SUM, label: '4xx' }),
      throttledRequests.with({ label: '429' }),
      api.metricServerError({ ...SUM, label: '5xx' }),
    ]),
    graph(
      'Deliveries',
      countEach(['DeliveriesReceived', 'DeliveriesUnauthorized', 'DeliveriesQueued', 'DeliveriesFailed']),
    ),
    graph('Handlers', [
      ...countEach(['HandlersCompleted', 'HandlersDuplicate', 'HandlersPostponed']),
      ...countEach(['HandlersFailed', 'HandlersDeadLettered']),
    ]),
  ];
}

function timesOf({ endpoint, deliveries }: WebhookDashboardProps): readonly IWidget[] {
  const { service } = endpoint;
  const { queue, deadLetterQueue } = deliveries;
  const time = (metricName: string, statistic: string) =>
    serviceMetric(service, metricName, { statistic, label: `${metricName} ${statistic}` });
  return [
    graph('Duration', [
      time('HandlerDuration', 'p50'),
      time('HandlerDuration', 'p99'),
      endpoint.function.metricDuration({ period: PERIOD, statistic: 'p99', label: 'endpoint p99' }),
    ]),
    graph(
      'Messages',
      [
        queue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'waiting' }),
        queue.metricApproximateNumberOfMessagesNotVisible({ ...MAXIMUM, label: 'in progress or postponed' }),
        deadLetterQueue.metricApproximateNumberOfMessagesVisible({ ...MAXIMUM, label: 'dead-lettered' }),
      ],
      [queue.metricApproximateAgeOfOldestMessage({ ...MAXIMUM, label: 'age of the oldest' })],
    ),
    graph('Age', [time('AgeAtCompletion', 'p50'), time('AgeAtCompletion', 'p99'), time('AgeAtRetry', 'Maximum')]),
  ];
}

function functionsOf({ functions, endpoint: { service } }: WebhookDashboardProps): readonly IWidget[] {
  const metricOfEach = (metricOf: (watched: LambdaFunction, label: string) => IMetric) =>
    [...functions].map(([label, watched]) => metricOf(watched, label));
  const calls = ['ApiCalls', 'ApiRateLimited'].map((name) => serviceMetric(service, name, { label: name }));
  const errors = metricOfEach((watched, label) => watched.metricErrors({ ...SUM, label }));
  const throttles = metricOfEach((watched, label) => watched.metricThrottles({ ...SUM, label }));
  return [
    graph('Frame.io API', calls),
    graph('Errors of functions', errors),
    graph('Throttles of functions', throttles),
  ];
}

function reconciliationOf(
  { function: runner }: Reconciliation,
  { endpoint: { service } }: WebhookDashboardProps,
): readonly IWidget[] {
  return [
    graph('Lost events', [serviceMetric(service, 'FilesReconciled', { label: 'FilesReconciled' })]),
    graph('Runs of reconciliation', [
      runner.metricInvocations({ ...SUM, label: 'runs' }),
      runner.metricErrors({ ...SUM, label: 'failed runs' }),
    ]),
    graph('Duration of reconciliation', [runner.metricDuration({ ...MAXIMUM, label: 'longest run' })]),
  ];
}

function graph(title: string, left: readonly IMetric[], right: readonly IMetric[] = []): IWidget {
  return new GraphWidget({ title, left: [...left], right: [...right], width: 8, leftYAxis: { min: 0 } });
}
