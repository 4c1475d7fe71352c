import { type FaultOption, jsonService, type ServiceCall } from '../../sandbox/aws/json-protocol/json-service.ts';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { scriptedServer } from './scripted-server.ts';
import { type StubCloudFormation, stubCloudFormation } from './stub-cloudformation.ts';

/** A line of a log group. */
export interface StubLogEvent {
  readonly logGroup: string;
  /** In ms since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** AWS's HTTP edge, with the services that the commands call. */
export interface StubAws {
  readonly cloudFormation: StubCloudFormation;
  readonly secretsManager: SecretsManager;
  readonly sqs: Sqs;
  /** Error of STS, in place of the identity of the caller. */
  refusal: string | undefined;
  /** Sums of the metrics, by name. Others are 0. */
  readonly metrics: Map<string, number>;
  readonly logEvents: StubLogEvent[];
  /** Fault of CloudWatch. */
  fault: FaultOption;
  /** Variables that lead the AWS SDK here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  close(): Promise<void>;
}

/** Starts AWS with these queues. */
export async function startStubAws(queues: readonly { readonly name: string }[]): Promise<StubAws> {
  const cloudFormation = await stubCloudFormation();
  const secretsManager = new SecretsManager();
  const sqs = await Sqs.start({ queues });
  const identity = await scriptedServer((response) => {
    const { refusal } = aws;
    response.writeHead(refusal === undefined ? 200 : 403, { 'content-type': 'text/xml' });
    response.end(refusal === undefined ? IDENTITY : errorBody(refusal));
  });
  const service = (name: string, target: string, version: '1.0' | '1.1', answer: (call: ServiceCall) => object) =>
    listen(
      jsonService({
        service: name,
        target,
        version,
        onCall: () => undefined,
        fault: () => aws.fault,
        clock: new SandboxClock(),
        handle: (call) => ({ status: 200, body: answer(call) }),
      }),
    );
  const servers = await Promise.all([
    listen(secretsManager.listener),
    listen(sqs.listener),
    service('monitoring', 'GraniteServiceVersion20100801', '1.0', ({ input }) => metricData(input, aws.metrics)),
    service('logs', 'Logs_20140328', '1.1', ({ input }) => filterLogEvents(input, aws.logEvents)),
  ]);
  const [secretsUrl, sqsUrl, cloudWatchUrl, logsUrl] = servers.map(({ url }) => url);
  const aws: StubAws = {
    cloudFormation,
    secretsManager,
    sqs,
    refusal: undefined,
    metrics: new Map(),
    logEvents: [],
    fault: undefined,
    environment: {
      AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsUrl,
      AWS_ENDPOINT_URL_SQS: sqsUrl,
      AWS_ENDPOINT_URL_STS: identity.url,
      AWS_ENDPOINT_URL_CLOUDWATCH: cloudWatchUrl,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logsUrl,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      AWS_SESSION_TOKEN: undefined,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: undefined,
      AWS_PROFILE: undefined,
    },
    close: async () => {
      await Promise.all([cloudFormation, identity, ...servers].map((server) => server.close()));
      await sqs.close();
    },
  };
  return aws;
}

const IDENTITY =
  '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/studio</Arn><UserId>U</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

function errorBody(code: string): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>The security token is invalid.</Message></Error></ErrorResponse>`;
}

function metricData({ MetricDataQueries }: ServiceCall['input'], metrics: ReadonlyMap<string, number>): object {
  const queries = Array.isArray(MetricDataQueries) ? MetricDataQueries : [];
  return {
    MetricDataResults: queries.map(({ Id, MetricStat }) => {
      const sum = metrics.get(MetricStat.Metric.MetricName);
      return { Id, Values: sum === undefined ? [] : [sum - 1, 1] };
    }),
  };
}

/** Returns one event on each page, and understands the pattern `{ $.correlation_id = "<id>" }` only. */
function filterLogEvents(input: ServiceCall['input'], events: readonly StubLogEvent[]): object {
  const [, id] = /^\{ \$\.correlation_id = "(.+)" \}$/.exec(String(input.filterPattern)) ?? [];
  const found = events.filter(
    ({ logGroup, timestamp, message }) =>
      logGroup === input.logGroupName &&
      timestamp >= Number(input.startTime) &&
      message.includes(`"correlation_id":"${id}"`),
  );
  const index = Number(input.nextToken ?? 0);
  const hasMore = index + 1 < found.length;
  return { events: found.slice(index, index + 1), ...(hasMore && { nextToken: String(index + 1) }) };
}
