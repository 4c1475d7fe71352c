import { CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { METRIC_NAMESPACE } from '../../../cdk/constructs/service-metric.ts';
import type { ClockState, DeliveryList } from '../../../sandbox/sandbox-api.ts';
import type { AwsStack, DeployedStack } from '../../stack/deployed-stack.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

const HOURS = 3;
const PERIOD_SECONDS = 300;
const PERIOD = `in the last ${HOURS} hours`;

/** How often something was refused because it came too often. */
interface Throttles {
  /** Requests that API Gateway answered with 429. */
  readonly requests: number;
  /** Calls that Frame.io answered with 429. */
  readonly apiCalls: number;
  /** Invocations that Lambda refused, by the name of the function. */
  readonly invocations: ReadonlyMap<string, number>;
}

/** Checks that neither API Gateway, Lambda nor Frame.io refused something of the app because it came too often. */
export async function checkThrottling(context: DoctorContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const { stack } = context;
  const { requests, apiCalls, invocations } = stack.aws
    ? await readMetrics(stack, stack.aws, signal)
    : await readDeliveries(context);
  const findings = [
    requests > 0 ? requestsThrottled(requests) : undefined,
    ...[...invocations].map(([name, count]) => (count > 0 ? invocationsThrottled(name, count) : undefined)),
    apiCalls > 0 ? apiCallsLimited(apiCalls) : undefined,
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [{ status: 'ok', title: `nothing was throttled ${PERIOD}` }];
}

function requestsThrottled(count: number): Finding {
  return {
    status: 'problem',
    title: `API Gateway answered 429 to ${count} requests ${PERIOD}`,
    meaning: 'Frame.io sends an event five times at most. An event that is refused each time is lost.',
    fix: 'Raise endpoint.throttleRate, or use the delivery mode queued, in the settings of the stack. Then: npm run deploy',
  };
}

function invocationsThrottled(name: string, count: number): Finding {
  return {
    status: 'problem',
    title: `Lambda refused ${count} invocations of ${name} ${PERIOD}`,
    meaning: 'The concurrency of the account, or that reserved for the function, was used up.',
    fix: 'Compare the limit with the use: aws lambda get-account-settings. Then request a higher quota, or raise reservedConcurrency.',
  };
}

function apiCallsLimited(count: number): Finding {
  return {
    status: 'warning',
    title: `Frame.io answered 429 to ${count} calls of the handlers ${PERIOD}`,
    meaning: 'The handlers run again later, so nothing is lost.',
    fix: 'If it stays, set the option rateLimit of the client, and make fewer calls for each event.',
  };
}

async function readMetrics(stack: DeployedStack, aws: AwsStack, abortSignal: AbortSignal): Promise<Throttles> {
  const { region, credentials } = aws;
  const client = new CloudWatchClient({ region, credentials });
  const ofService = { Name: 'service', Value: stack.serviceName };
  const queries = [
    query('requests', METRIC_NAMESPACE, 'RequestsThrottled', ofService),
    query('calls', METRIC_NAMESPACE, 'ApiRateLimited', ofService),
    ...stack.functions.map(({ name }, index) =>
      query(`function${index}`, 'AWS/Lambda', 'Throttles', { Name: 'FunctionName', Value: name }),
    ),
  ];
  const EndTime = new Date();
  const StartTime = new Date(EndTime.getTime() - HOURS * 3_600_000);
  const command = new GetMetricDataCommand({ MetricDataQueries: queries, StartTime, EndTime });
  const { MetricDataResults = [] } = await client.send(command, { abortSignal }).finally(() => client.destroy());
  const sumOf = (id: string) =>
    MetricDataResults.find(({ Id }) => Id === id)?.Values?.reduce((sum, value) => sum + value, 0) ?? 0;
  const invocations = stack.functions.map(({ name }, index) => [name, sumOf(`function${index}`)] as const);
  return { requests: sumOf('requests'), apiCalls: sumOf('calls'), invocations: new Map(invocations) };
}

function query(
  Id: string,
  Namespace: string,
  MetricName: string,
  dimension: { readonly Name: string; readonly Value: string },
): MetricDataQuery {
  const Metric = { Namespace, MetricName, Dimensions: [dimension] };
  return { Id, MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: 'Sum' } };
}

/** The sandbox throttles requests as API Gateway does. It has no limit for functions. */
async function readDeliveries({ sandbox }: DoctorContext): Promise<Throttles> {
  const { deliveries } = await sandbox.get<DeliveryList>('/sandbox/deliveries?limit=1000');
  const { now } = await sandbox.get<ClockState>('/sandbox/clock');
  const since = Date.parse(now) - HOURS * 3_600_000;
  const attempts = deliveries.flatMap((delivery) => delivery.attempts);
  const throttled = attempts.filter(({ status, sentAt }) => status === 429 && Date.parse(sentAt) >= since);
  return { requests: throttled.length, apiCalls: 0, invocations: new Map() };
}
