import { afterAll, describe, expect, it } from '@jest/globals';
import { Duration, Size, type Stack } from 'aws-cdk-lib';
import { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { JobSettings } from '../../cdk/constructs/job-functions.ts';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { alarmsOf, logRightsOf, resourceOf, rightsOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const JOBS = { jobs: [{ name: 'render' }, { name: 'archive' }, { name: 'notify' }] };
const ACTION = {
  key: 'studio.render',
  name: 'Render',
  description: '',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 5,
} as const;

/** Returns the template of an app with three jobs, of which the deployment gives these a function. */
const templateOf = (jobs: JobSettings, props: FrameioWebhookProps = {}, manifest: Partial<AppManifest> = {}) =>
  templateOfApp(project, { ...JOBS, ...manifest }, () => ({ ...props, jobs }));

const LAYER_ARN = 'arn:aws:lambda:us-east-1:123456789012:layer:ffmpeg:1';
const SETTINGS = {
  timeout: Duration.minutes(15),
  memory: Size.gibibytes(4),
  ephemeralStorageSize: Size.gibibytes(10),
  maxConcurrency: 20,
} as const;

describe('a job with a function of its own', () => {
  const template = templateOfApp(project, JOBS, (stack: Stack) => ({
    jobs: {
      render: { ...SETTINGS, layers: [LayerVersion.fromLayerVersionArn(stack, 'Ffmpeg', LAYER_ARN)] },
    },
    alarms: { topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] },
  }));

  it('has the time, memory, storage and layers in the settings', () => {
    expect(resourceOf(template, 'Jobs/render/Worker/Function').Properties).toMatchObject({
      Description: 'Runs the job render',
      Timeout: 900,
      MemorySize: 4_096,
      EphemeralStorage: { Size: 10_240 },
      Layers: [LAYER_ARN],
    });
    expect(resourceOf(template, 'Worker/Function').Properties).not.toHaveProperty('EphemeralStorage');
  });

  it('runs the same code as the worker', () => {
    const codeOf = (path: string) => resourceOf(template, path).Properties.Code;
    expect(codeOf('Jobs/render/Worker/Function')).toEqual(codeOf('Worker/Function'));
  });

  it('receives one message at a time from a queue of its own, which hides it until the lock of a run has expired', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [resourceOf(template, 'Jobs/render/Queues/Queue').logicalId, 'Arn'] },
      FunctionName: { Ref: resourceOf(template, 'Jobs/render/Worker/Function').logicalId },
      BatchSize: 1,
      ScalingConfig: { MaximumConcurrency: 20 },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(resourceOf(template, 'Jobs/render/Queues/Queue').Properties).toMatchObject({
      VisibilityTimeout: SETTINGS.timeout.toSeconds() + 120,
      RedrivePolicy: {
        deadLetterTargetArn: {
          'Fn::GetAtt': [resourceOf(template, 'Jobs/render/Queues/DeadLetterQueue').logicalId, 'Arn'],
        },
      },
    });
  });

  it.each(['DeadLetterQueue', 'OldestMessage'])(
    'has the alarm %s, which notifies the topics in the settings',
    (name) => {
      const { Properties } = resourceOf(template, `Jobs/render/Alarms/${name}`);
      const queue = { DeadLetterQueue: 'DeadLetterQueue', OldestMessage: 'Queue' }[name];
      const { logicalId } = resourceOf(template, `Jobs/render/Queues/${queue}`);
      expect(Properties).toMatchObject({
        Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [logicalId, 'QueueName'] } }],
        AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:on-call'],
        AlarmDescription: expect.stringContaining('job render'),
      });
    },
  );

  it('has alarms with settings of its own, which override those of the webhook', () => {
    const alarms = { oldestMessage: Duration.hours(13) };
    const topics = { topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] };
    const own = templateOf({ render: { alarms } }, { alarms: { ...topics, oldestMessage: Duration.hours(1) } });
    expect(resourceOf(own, 'Jobs/render/Alarms/OldestMessage').Properties).toMatchObject({
      Threshold: 46_800,
      AlarmActions: topics.topicArns,
    });
    expect(resourceOf(own, 'Alarms/OldestMessage').Properties).toMatchObject({ Threshold: 3_600 });
  });

  it('may write its log, use its own queues, the idempotency table and the API credentials, and enqueue the other jobs', () => {
    expect(rightsOf(template, 'Jobs/render/Worker/Function')).toEqual([
      'dynamodb:GetItem IdempotencyTable/Table',
      'dynamodb:UpdateItem IdempotencyTable/Table',
      ...logRightsOf('Jobs/render/Worker/Function'),
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'sqs:ChangeMessageVisibility Jobs/render/Queues/Queue',
      'sqs:DeleteMessage Jobs/render/Queues/Queue',
      'sqs:GetQueueAttributes Jobs/render/Queues/Queue',
      'sqs:GetQueueUrl Jobs/render/Queues/Queue',
      'sqs:ReceiveMessage Jobs/render/Queues/Queue',
      'sqs:SendMessage Deliveries/Queue',
      'sqs:SendMessage Jobs/render/Queues/DeadLetterQueue',
      'sqs:SendMessage Jobs/render/Queues/Queue',
    ]);
  });

  it('has the variables for that', () => {
    expect(variablesOf(template, 'Jobs/render/Worker/Function')).toEqual({
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      IDEMPOTENCY_TABLE: '<IdempotencyTable/Table>',
      MAX_RECEIVE_COUNT: '592',
      QUEUE_URL: '<Jobs/render/Queues/Queue>',
      DEAD_LETTER_QUEUE_URL: '<Jobs/render/Queues/DeadLetterQueue>',
      RENDER_JOB_QUEUE_URL: '<Jobs/render/Queues/Queue>',
      JOB_QUEUE_URL: '<Deliveries/Queue>',
    });
  });

  it('says in its metadata which job it runs', () => {
    expect(resourceOf(template, 'Jobs/render/Worker/Function').Metadata['frameio-lambda']).toMatchObject({
      function: 'job-worker',
      job: 'render',
      webhook: 'FrameioLambda/Webhook',
    });
  });

  it('has its queues in the output SetQueues', () => {
    const parts: readonly unknown[] = template.findOutputs('SetQueues').SetQueues?.Value['Fn::Join'][1];
    const [queue, deadLetterQueue] = ['Queue', 'DeadLetterQueue'].map((name) => ({
      Ref: resourceOf(template, `Jobs/render/Queues/${name}`).logicalId,
    }));
    expect(parts.slice(-4)).toEqual([
      ' RENDER_JOB_QUEUE_URL=',
      queue,
      ' RENDER_JOB_DEAD_LETTER_QUEUE_URL=',
      deadLetterQueue,
    ]);
  });
});

describe.each([
  { deliveryMode: 'inline', runners: ['Endpoint/Function', 'Worker/Function'] },
  { deliveryMode: 'queued', runners: ['Actions/Function', 'Worker/Function'] },
] as const)('every function that runs handlers, $deliveryMode', ({ deliveryMode, runners }) => {
  const template = templateOf({ render: {}, archive: {} }, { deliveryMode }, { actions: [ACTION] });

  it.each([...runners, 'Jobs/render/Worker/Function', 'Jobs/archive/Worker/Function'])(
    '%s may enqueue each job with a queue of its own',
    (path) => {
      expect(variablesOf(template, path)).toMatchObject({
        RENDER_JOB_QUEUE_URL: '<Jobs/render/Queues/Queue>',
        ARCHIVE_JOB_QUEUE_URL: '<Jobs/archive/Queues/Queue>',
      });
      expect(rightsOf(template, path)).toEqual(
        expect.arrayContaining([
          'sqs:SendMessage Jobs/archive/Queues/Queue',
          'sqs:SendMessage Jobs/render/Queues/Queue',
        ]),
      );
    },
  );
});

it('the function of a job has one variable for the queue of all other jobs', () => {
  const jobs = ['render', ...Array.from({ length: 40 }, (_, index) => `other-${index}`)].map((name) => ({ name }));
  const variables = variablesOf(templateOf({ render: {} }, {}, { jobs }), 'Jobs/render/Worker/Function');
  expect(Object.keys(variables).filter((name) => name.endsWith('JOB_QUEUE_URL'))).toEqual([
    'JOB_QUEUE_URL',
    'RENDER_JOB_QUEUE_URL',
  ]);
});

it('the endpoint that only queues may not enqueue jobs', () => {
  const template = templateOf({ render: {} }, { deliveryMode: 'queued' });
  expect(variablesOf(template, 'Endpoint/Function')).not.toHaveProperty('RENDER_JOB_QUEUE_URL');
  expect(rightsOf(template, 'Endpoint/Function')).not.toContain('sqs:SendMessage Jobs/render/Queues/Queue');
});

describe('the variables of a job', () => {
  const secrets = { slack: { secretId: 'my/slack' } };
  const env = { QUALITY: { type: 'number', default: 20 }, CODEC: { type: 'string' } } as const;

  it('are those of the app, and its own, which win', () => {
    const template = templateOf(
      { render: { environment: { QUALITY: 10, FONTCONFIG_PATH: '/opt/fonts' } } },
      { environment: { CODEC: 'h264', QUALITY: 15 } },
      { env },
    );
    expect(variablesOf(template, 'Jobs/render/Worker/Function')).toMatchObject({
      CODEC: 'h264',
      QUALITY: '10',
      FONTCONFIG_PATH: '/opt/fonts',
    });
    expect(variablesOf(template, 'Worker/Function')).toMatchObject({ CODEC: 'h264', QUALITY: '15' });
    expect(variablesOf(template, 'Worker/Function')).not.toHaveProperty('FONTCONFIG_PATH');
  });

  it.each([
    { environment: { QUALITY: 'best' }, message: 'The variable QUALITY must be a number, but is "best".' },
    { environment: { QUEUE_URL: 'https://x' }, message: 'The variable QUEUE_URL belongs to frameio-lambda.' },
    { environment: { RENDER_JOB_QUEUE_URL: 'x' }, message: 'The variable RENDER_JOB_QUEUE_URL belongs to' },
    { environment: { ARCHIVE_JOB_QUEUE_URL: 'x' }, message: 'The variable ARCHIVE_JOB_QUEUE_URL belongs to' },
    { environment: { SLACK_SECRET_ID: 'x' }, message: 'The variable SLACK_SECRET_ID belongs to frameio-lambda.' },
  ])('are refused if they are $environment', ({ environment, message }) => {
    const synth = () => templateOf({ render: { environment } }, { environment: { CODEC: 'h264' } }, { env, secrets });
    expect(synth).toThrow(message);
    expect(synth).toThrow('the prop "jobs.render.environment"');
  });
});

describe('a synth fails', () => {
  it('for a job that the app does not have, and lists those that it has', () => {
    expect(() => templateOf({ rendr: {} })).toThrow(
      'The prop "jobs" names the job rendr, which the app does not have. Its jobs are: render, archive, notify. Correct the name, or register the job in app.ts.',
    );
    expect(() => templateOf({ render: {} }, {}, { jobs: [] })).toThrow('The app has no jobs.');
  });

  it('for two jobs that would use the same variable', () => {
    const jobs = [{ name: 'make-proxy' }, { name: 'makeProxy' }];
    expect(() => templateOf({ makeProxy: {} }, {}, { jobs })).toThrow(
      'The jobs makeProxy and make-proxy use the same variable MAKE_PROXY_JOB_QUEUE_URL for their queues.',
    );
  });

  it.each([10, 901])('for a timeout of %i seconds, and names the prop', (seconds) => {
    expect(() => templateOf({ render: { timeout: Duration.seconds(seconds) } })).toThrow(
      `must be more than 10 seconds and at most 15 minutes, but is ${seconds} seconds. Set jobs.render.timeout.`,
    );
  });
});

it.each(DELIVERY_MODES)(
  'without the prop, the worker runs the jobs from its queue, and nothing is added: %s',
  (deliveryMode) => {
    const template = templateOfApp(project, JOBS, () => ({ deliveryMode }));
    template.resourceCountIs('AWS::Lambda::Function', 2);
    template.resourceCountIs('AWS::SQS::Queue', 2);
    expect(alarmsOf(template).filter(({ path }) => path.startsWith('Jobs/'))).toEqual([]);
    expect(JSON.stringify(template)).not.toContain('JOB_QUEUE_URL');
  },
);

it('a stack that is not deployed has the queues of its jobs', () => {
  const context = { 'aws:cdk:bundling-stacks': ['Other'] };
  const template = templateOfApp(project, JOBS, () => ({ jobs: { render: {} } }), context);
  template.resourceCountIs('AWS::SQS::Queue', 4);
});
