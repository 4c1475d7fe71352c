import { describe, expect, it } from '@jest/globals';
import { App, RemovalPolicy, Token } from 'aws-cdk-lib';
import { ApplicationLogLevel, Architecture, Tracing } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { FrameioStack } from '../../cdk/frameio-stack.ts';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { builtStack } from '../support/synthesized.ts';
import { resourceOf, templateOf } from '../support/template.ts';

/** Variables without content of a request and without personal data (API Gateway guide, "HTTP API access logs"). */
const ACCESS_LOG_VARIABLES = [
  '$context.error.message',
  '$context.extendedRequestId',
  '$context.integrationErrorMessage',
  '$context.integrationLatency',
  '$context.integrationStatus',
  '$context.protocol',
  '$context.requestId',
  '$context.requestTime',
  '$context.responseLatency',
  '$context.responseLength',
  '$context.routeKey',
  '$context.status',
];

/** The template of the default settings. */
const template = templateOf();

describe('the HTTP API', () => {
  it('accepts only POST on one path', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /frameio',
      AuthorizationType: 'NONE',
    });
  });

  it('has a stage whose name nobody can guess: the last part of the id of the stack', () => {
    const name = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    template.resourcePropertiesCountIs('AWS::ApiGatewayV2::Stage', { StageName: name }, 1);
    template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1); // no other stage answers
    const api = { 'Fn::GetAtt': [resourceOf(template, 'Endpoint/Api').logicalId, 'ApiEndpoint'] };
    const url = { 'Fn::Join': ['', [api, '/', name, '/frameio']] };
    expect(template.findOutputs('WebhookUrl').WebhookUrl?.Value).toEqual(url);
  });

  it('invokes the function with payload format 2.0', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  it.each([
    { deliveryMode: 'inline', rate: 200, burst: 400 },
    { deliveryMode: 'queued', rate: 1_000, burst: 2_000 },
  ] as const)('has the throttle of the mode: $deliveryMode', ({ deliveryMode, rate, burst }) => {
    templateOf({ deliveryMode }).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    });
  });

  it('has the throttle in the settings', () => {
    templateOf({ endpoint: { throttleRate: 5, throttleBurst: 7 } }).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 },
    });
  });

  it('logs the status of a request, no content, and neither address nor program of the sender', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const { Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(Object.keys(JSON.parse(Format))).toContain('status');
    expect(Format.match(/\$context\.[\w.]+/g)).toEqual(expect.arrayContaining(['$context.status']));
    for (const variable of Format.match(/\$context\.[\w.]+/g)) expect(ACCESS_LOG_VARIABLES).toContain(variable);
  });
});

describe.each(['Endpoint/Function', 'Worker/Function'])('%s', (path) => {
  it('runs on Node.js 24, on arm64', () => {
    expect(resourceOf(template, path).Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
    });
  });

  it('uses the settings of all functions', () => {
    const functions = { architecture: Architecture.X86_64, logLevel: ApplicationLogLevel.DEBUG };
    expect(resourceOf(templateOf({ functions }), path).Properties).toMatchObject({
      Architectures: ['x86_64'],
      LoggingConfig: { ApplicationLogLevel: 'DEBUG' },
    });
  });
});

it('traces no function, or all of them with the setting', () => {
  const tracingOf = (of: typeof template, path: string) => resourceOf(of, path).Properties.TracingConfig?.Mode;
  const traced = templateOf({ functions: { tracing: Tracing.ACTIVE } });
  for (const path of ['Endpoint/Function', 'Worker/Function']) {
    expect([tracingOf(template, path), tracingOf(traced, path)]).toEqual([undefined, 'Active']);
  }
});

it('limits the endpoint to 10 seconds and the worker to 60', () => {
  expect(resourceOf(template, 'Endpoint/Function').Properties.Timeout).toBe(10);
  expect(resourceOf(template, 'Worker/Function').Properties.Timeout).toBe(60);
});

it('lets the settings of one function override those of all functions', () => {
  const changed = templateOf({
    functions: { logLevel: ApplicationLogLevel.WARN },
    worker: { logLevel: ApplicationLogLevel.DEBUG },
  });
  const logLevelOf = (path: string) => resourceOf(changed, path).Properties.LoggingConfig.ApplicationLogLevel;
  expect([logLevelOf('Endpoint/Function'), logLevelOf('Worker/Function')]).toEqual(['WARN', 'DEBUG']);
});

describe('the logs of the two functions and the access log', () => {
  const retentions = (of: typeof template) =>
    Object.values(of.findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties.RetentionInDays);

  it('have a retention of one month', () => {
    expect(retentions(template)).toEqual([30, 30, 30]);
  });

  it('have the retention in the settings', () => {
    expect(retentions(templateOf({ functions: { logRetention: RetentionDays.ONE_WEEK } }))).toEqual([7, 7, 7]);
  });
});

describe('the secrets', () => {
  it('have no value', () => {
    const secrets = Object.values(template.findResources('AWS::SecretsManager::Secret'));
    expect(secrets).toHaveLength(2);
    for (const { Properties } of secrets) expect(Object.keys(Properties)).toEqual(['Description']);
  });

  it('stay when the stack is deleted if they hold signing secrets, which Frame.io shows only once', () => {
    const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    expect(resourceOf(template, 'Secrets/SigningSecrets')).toMatchObject(kept);
    expect(resourceOf(template, 'Secrets/ApiCredentials')).toMatchObject({ DeletionPolicy: 'Delete' });
    const changed = templateOf({ signingSecretsRemovalPolicy: RemovalPolicy.DESTROY });
    expect(resourceOf(changed, 'Secrets/SigningSecrets')).toMatchObject({ DeletionPolicy: 'Delete' });
  });

  it.each(DELIVERY_MODES)('have no value anywhere in the template: %s', (mode) => {
    expect(JSON.stringify(builtStack(mode).template)).not.toMatch(/"(SecretString|GenerateSecretString)":/);
  });
});

describe('the outputs', () => {
  it('contain the URL to register and the commands that set the secrets', () => {
    const url = template.findOutputs('WebhookUrl').WebhookUrl?.Value;
    expect(JSON.stringify(url)).toContain('ApiEndpoint');
    expect(JSON.stringify(url)).toContain('/frameio');
    for (const output of ['SetSigningSecret', 'SetApiToken']) {
      const command = JSON.stringify(template.findOutputs(output)[output]?.Value);
      expect(command).toMatch(/aws secretsmanager put-secret-value --region .*--secret-id .*--secret-string '<.*>'/);
    }
  });

  it('contain the queue variables for frameio-lambda dlq', () => {
    const [queue, deadLetterQueue] = ['Deliveries/Queue', 'Deliveries/DeadLetterQueue'].map((path) => ({
      Ref: resourceOf(template, path).logicalId,
    }));
    const parts = ['export QUEUE_URL=', queue, ' DEAD_LETTER_QUEUE_URL=', deadLetterQueue];
    expect(template.findOutputs('SetQueues').SetQueues?.Value).toEqual({ 'Fn::Join': ['', parts] });
  });
});

it('is synthesized without an account and a region', () => {
  const stack = new FrameioStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'FrameioLambda', COMMENT_APP);
  expect(Token.isUnresolved(stack.account)).toBe(true);
  expect(Token.isUnresolved(stack.region)).toBe(true);
});
