import { afterAll, describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { METRICS } from '../../lib/observability/metrics.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { alarmsOf, resourceOf, templateOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const TOPICS = ['arn:aws:sns:eu-west-1:123456789012:on-call', 'arn:aws:sns:eu-west-1:123456789012:chat'];

describe.each(DELIVERY_MODES)('%s', (deliveryMode) => {
  const template = templateOf({ deliveryMode });
  const nameOf = (path: string, attribute = 'QueueName') => ({
    'Fn::GetAtt': [resourceOf(template, path).logicalId, attribute],
  });
  const reference = (path: string) => ({ Ref: resourceOf(template, path).logicalId });
  const service = { Name: 'service', Value: 'FrameioLambda/Webhook' };

  it.each([
    {
      alarm: 'DeadLetterQueue',
      metric: 'AWS/SQS ApproximateNumberOfMessagesVisible Maximum',
      dimension: { Name: 'QueueName', Value: nameOf('Deliveries/DeadLetterQueue') },
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'OldestMessage',
      metric: 'AWS/SQS ApproximateAgeOfOldestMessage Maximum',
      dimension: { Name: 'QueueName', Value: nameOf('Deliveries/Queue') },
      starts: { Threshold: 21_600, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'WorkerErrors',
      metric: 'AWS/Lambda Errors Sum',
      dimension: { Name: 'FunctionName', Value: reference('Worker/Function') },
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'EndpointThrottles',
      metric: 'AWS/Lambda Throttles Sum',
      dimension: { Name: 'FunctionName', Value: reference('Endpoint/Function') },
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'ServerErrors',
      metric: 'AWS/ApiGateway 5xx Sum',
      dimension: { Name: 'ApiId', Value: reference('Endpoint/Api') },
      starts: { Threshold: 5, Period: 600, EvaluationPeriods: 1 },
    },
    {
      alarm: 'DeliveryAge',
      metric: 'FrameioLambda AgeAtRetry Maximum',
      dimension: service,
      starts: { Threshold: 21_600_000, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'ThrottledRequests',
      metric: 'FrameioLambda RequestsThrottled Sum',
      dimension: service,
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'Refusals',
      metric: 'FrameioLambda DeliveriesUnauthorized Sum',
      dimension: service,
      starts: { Threshold: 20, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'HandlerFailures',
      metric: 'FrameioLambda HandlersFailed Sum',
      dimension: service,
      starts: { Threshold: 20, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'SecretsUnusable',
      metric: 'FrameioLambda SecretsUnusable Sum',
      dimension: service,
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 1 },
    },
    {
      alarm: 'StaleSecrets',
      metric: 'FrameioLambda StaleSecretsServed Sum',
      dimension: service,
      starts: { Threshold: 1, Period: 300, EvaluationPeriods: 3 },
    },
  ])('$alarm watches $metric', ({ alarm, metric, dimension, starts }) => {
    const { Namespace, MetricName, Statistic, ...rest } = resourceOf(template, `Alarms/${alarm}`).Properties;
    expect(`${Namespace} ${MetricName} ${Statistic}`).toBe(metric);
    expect(rest).toMatchObject({
      ...starts,
      Dimensions: [dimension],
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    });
  });

  it('EndpointDuration starts when the slowest hundredth takes 2.7 seconds for 15 minutes', () => {
    expect(resourceOf(template, 'Alarms/EndpointDuration').Properties).toMatchObject({
      MetricName: 'Duration',
      ExtendedStatistic: 'p99',
      Threshold: 2_700,
      Period: 300,
      EvaluationPeriods: 3,
    });
  });

  it('each metric of the framework that an alarm watches is one that the framework records', () => {
    const names = alarmsOf(template)
      .filter(({ Namespace }) => Namespace === 'FrameioLambda')
      .map(({ MetricName }) => MetricName);
    expect(names.length).toBeGreaterThan(4);
    for (const name of names.filter((each) => each !== 'RequestsThrottled'))
      expect(METRICS).toHaveProperty(String(name));
  });
});

it('every alarm notifies only the topics in the settings', () => {
  const silent = alarmsOf(templateOf());
  const notifying = alarmsOf(templateOf({ alarms: { topicArns: TOPICS } }));
  expect(silent.length).toBeGreaterThan(10);
  for (const alarm of silent) expect(alarm).not.toHaveProperty('AlarmActions');
  for (const alarm of notifying) expect(alarm).toMatchObject({ AlarmActions: TOPICS, OKActions: TOPICS });
});

it('a failed run of a rotation or of reconciliation notifies the topics', () => {
  const stack = fullStack(project, 'inline', () => ({ alarms: { topicArns: TOPICS } }));
  const template = Template.fromStack(stack);
  for (const [path, watched] of [
    ['Alarms/TokenRotationErrors', 'TokenRotation/Function'],
    ['Alarms/SigningSecretRotationErrors', 'SigningSecretRotation/Function'],
    ['Reconciliation/Alarms/ReconciliationErrors', 'Reconciliation/Function'],
  ] as const) {
    expect(resourceOf(template, path).Properties).toMatchObject({
      MetricName: 'Errors',
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: resourceOf(template, watched).logicalId } }],
      Threshold: 1,
      AlarmActions: TOPICS,
    });
  }
});

it('the thresholds are those in the settings', () => {
  const alarms = {
    oldestMessage: Duration.hours(1),
    deliveryAge: Duration.minutes(1),
    serverErrors: 2,
    throttledRequests: 3,
    refusals: 4,
    handlerFailures: 6,
    endpointDuration: Duration.seconds(1),
  };
  const thresholds = alarmsOf(templateOf({ alarms })).map(({ path, Threshold }) => [path, Threshold]);
  expect(Object.fromEntries(thresholds)).toMatchObject({
    'Alarms/OldestMessage': 3_600,
    'Alarms/DeliveryAge': 60_000,
    'Alarms/ServerErrors': 2,
    'Alarms/ThrottledRequests': 3,
    'Alarms/Refusals': 4,
    'Alarms/HandlerFailures': 6,
    'Alarms/EndpointDuration': 1_000,
  });
});

it('the service name in the settings is that of the functions and of the alarms', () => {
  const template = templateOf({ serviceName: 'dailies' });
  expect(resourceOf(template, 'Worker/Function').Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME).toBe(
    'dailies',
  );
  expect(resourceOf(template, 'Alarms/Refusals').Properties.Dimensions).toEqual([
    { Name: 'service', Value: 'dailies' },
  ]);
});

it('the access log counts the requests that API Gateway answers with 429', () => {
  const template = templateOf();
  const filter = resourceOf(template, 'Endpoint/ThrottledRequests').Properties;
  expect(filter).toMatchObject({
    LogGroupName: { Ref: resourceOf(template, 'Endpoint/AccessLog').logicalId },
    FilterPattern: '{ $.status = "429" }',
    MetricTransformations: [
      {
        MetricNamespace: 'FrameioLambda',
        MetricName: 'RequestsThrottled',
        MetricValue: '1',
        Dimensions: [{ Key: 'service', Value: '$.service' }],
      },
    ],
  });
  const { Format } = resourceOf(template, 'Endpoint/Stage').Properties.AccessLogSettings;
  expect(JSON.parse(Format)).toMatchObject({ status: '$context.status', service: 'FrameioLambda/Webhook' });
});

describe('the functions of custom actions and of a job', () => {
  const pathsOf = (mode: 'inline' | 'queued') =>
    alarmsOf(Template.fromStack(fullStack(project, mode))).map(({ path }) => path);

  it('have alarms of their own', () => {
    const ofJob = ['DeadLetterQueue', 'OldestMessage', 'WorkerErrors', 'WorkerThrottles'];
    const expected = [
      'Alarms/ActionsErrors',
      'Alarms/ActionsThrottles',
      ...ofJob.map((id) => `Jobs/render/Alarms/${id}`),
    ];
    expect(pathsOf('queued')).toEqual(expect.arrayContaining(expected));
  });

  it('have none if the endpoint answers the actions', () => {
    expect(pathsOf('inline')).not.toContain('Alarms/ActionsErrors');
  });
});
