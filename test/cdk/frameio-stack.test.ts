import { describe, expect, it } from '@jest/globals';
import { App, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { FrameioStack, type FrameioStackProps } from '../../cdk/frameio-stack.ts';
import { builtStack } from '../support/synthesized.ts';

/** Those an HTTP API knows that say nothing of what was sent (API Gateway guide, "HTTP API access logs"). */
const ACCESS_LOG_VARIABLES = [
  '$context.error.message',
  '$context.extendedRequestId',
  '$context.httpMethod',
  '$context.identity.sourceIp',
  '$context.identity.userAgent',
  '$context.integrationErrorMessage',
  '$context.integrationLatency',
  '$context.integrationStatus',
  '$context.path',
  '$context.protocol',
  '$context.requestId',
  '$context.requestTime',
  '$context.responseLatency',
  '$context.responseLength',
  '$context.routeKey',
  '$context.status',
];

/** A template of other settings, without the bundles, which do not depend on them. */
function templateOf(props: FrameioStackProps): Template {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  return Template.fromStack(new FrameioStack(app, 'FrameioLambda', props));
}

/** The defaults, whatever the settings of this deployment are. */
const template = templateOf({});

describe('the HTTP API', () => {
  it('takes POST on one path and nothing else', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /frameio',
      AuthorizationType: 'NONE',
    });
  });

  it('hands the function events of payload format 2.0', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      IntegrationType: 'AWS_PROXY',
      PayloadFormatVersion: '2.0',
    });
  });

  it('is throttled', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
    });
  });

  it('is throttled as the stack is told to', () => {
    templateOf({ endpoint: { throttleRate: 5, throttleBurst: 7 } }).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 7 },
    });
  });

  it('logs who called and what was answered, and nothing that was sent', () => {
    const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
    const { Format } = stage?.Properties.AccessLogSettings ?? {};
    expect(Object.keys(JSON.parse(Format))).toContain('status');
    expect(Format.match(/\$context\.[\w.]+/g)).toEqual(expect.arrayContaining(['$context.status']));
    for (const variable of Format.match(/\$context\.[\w.]+/g)) expect(ACCESS_LOG_VARIABLES).toContain(variable);
  });
});

describe('the endpoint function', () => {
  it('runs on the newest Node of Lambda, on arm64', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 512,
      Timeout: 10,
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'INFO' },
    });
  });

  it('knows where its secrets and Frame.io are', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          FRAMEIO_BASE_URL: 'https://api.frame.io',
          SIGNING_SECRETS_SECRET_ID: { Ref: Match.stringLikeRegexp('SigningSecrets') },
          API_CREDENTIALS_SECRET_ID: { Ref: Match.stringLikeRegexp('ApiCredentials') },
        },
      },
    });
  });

  it('may read the two secrets and write its log, and nothing else', () => {
    const policies = Object.values(template.findResources('AWS::IAM::Policy'));
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      {
        Effect: 'Allow',
        Action: 'secretsmanager:GetSecretValue',
        Resource: expect.arrayContaining([
          { Ref: expect.stringMatching(/SigningSecrets/) },
          { Ref: expect.stringMatching(/ApiCredentials/) },
        ]),
      },
    ]);
    expect(policies[0]?.Properties.PolicyDocument.Statement[0].Resource).toHaveLength(2);
    const roles = Object.values(template.findResources('AWS::IAM::Role'));
    const managed = roles.flatMap(({ Properties }) => Properties.ManagedPolicyArns);
    expect(managed).toHaveLength(1);
    expect(JSON.stringify(managed)).toContain(':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole');
    expect(roles.flatMap(({ Properties }) => Properties.Policies ?? [])).toEqual([]);
  });
});

it('keeps every log for a month', () => {
  const groups = Object.values(template.findResources('AWS::Logs::LogGroup'));
  expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([30, 30]);
});

describe('the secrets', () => {
  it('are made without a value', () => {
    const secrets = Object.values(template.findResources('AWS::SecretsManager::Secret'));
    expect(secrets).toHaveLength(2);
    for (const { Properties } of secrets) expect(Object.keys(Properties)).toEqual(['Description']);
  });

  it('have no value anywhere in the template', () => {
    expect(JSON.stringify(builtStack().template)).not.toMatch(/"(SecretString|GenerateSecretString)":/);
  });
});

describe('the outputs', () => {
  it('are the URL to register and the two commands that set the secrets', () => {
    const url = template.findOutputs('WebhookUrl').WebhookUrl?.Value;
    expect(JSON.stringify(url)).toContain('ApiEndpoint');
    expect(JSON.stringify(url)).toContain('/frameio');
    for (const output of ['SetSigningSecret', 'SetApiToken']) {
      const command = JSON.stringify(template.findOutputs(output)[output]?.Value);
      expect(command).toMatch(/aws secretsmanager put-secret-value --region .*--secret-id .*--secret-string '<.*>'/);
    }
  });
});

it('needs no account and no region to be synthesized', () => {
  const stack = new FrameioStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'FrameioLambda');
  expect(Token.isUnresolved(stack.account)).toBe(true);
  expect(Token.isUnresolved(stack.region)).toBe(true);
});
