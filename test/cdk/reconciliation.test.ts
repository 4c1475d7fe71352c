import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { ReconciliationSettings } from '../../cdk/constructs/reconciliation.ts';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';
import { alarmsOf, logRightsOf, resourceOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const WATCHED = { accountId: 'account', projectIds: ['project'], workspaceIds: ['workspace'] };

function templateWith(settings: Partial<ReconciliationSettings> = {}, mode: DeliveryMode = 'queued'): Template {
  const props = { reconciliation: { ...WATCHED, ...settings }, functions: { reservedConcurrency: 5 } };
  return Template.fromStack(fullStack(project, mode, () => props));
}

describe('reconciliation', () => {
  const template = templateWith();

  it('is not deployed by default', () => {
    const byDefault = templateOf({ deliveryMode: 'queued' });
    expect(Object.keys(byDefault.findResources('AWS::Events::Rule'))).toEqual([]);
    expect(variablesOf(byDefault, 'Worker/Function')).not.toHaveProperty('RECONCILIATION');
  });

  it('runs each hour, after the deployment of the functions that record events', () => {
    const rule = resourceOf(template, 'Reconciliation/Schedule');
    expect(rule.Properties).toMatchObject({ ScheduleExpression: 'rate(1 hour)', State: 'ENABLED' });
    expect(rule.Properties.Targets).toMatchObject([
      { Arn: { 'Fn::GetAtt': [resourceOf(template, 'Reconciliation/Function').logicalId, 'Arn'] } },
    ]);
    expect(rule.DependsOn).toContain(resourceOf(template, 'Worker/Function').logicalId);
  });

  it('has 15 minutes, no repetition of a failed run, and no reserved concurrency', () => {
    const { Properties } = resourceOf(template, 'Reconciliation/Function');
    expect(Properties.Timeout).toBe(900);
    expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  });

  it('may only write its log, read the API credentials, send to the queue and use the idempotency table', () => {
    expect(rightsOf(template, 'Reconciliation/Function')).toEqual([
      'dynamodb:GetItem IdempotencyTable/Table',
      'dynamodb:UpdateItem IdempotencyTable/Table',
      ...logRightsOf('Reconciliation/Function'),
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'sqs:SendMessage Deliveries/Queue',
    ]);
  });

  it('has the variables for that', () => {
    const { RECONCILIATION_SETTINGS = '', ...variables } = variablesOf(template, 'Reconciliation/Function');
    expect(JSON.parse(RECONCILIATION_SETTINGS)).toEqual({ ...WATCHED, lookBackMs: 86_400_000 });
    expect(variables).toEqual({
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      IDEMPOTENCY_TABLE: '<IdempotencyTable/Table>',
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
      QUEUE_URL: '<Deliveries/Queue>',
    });
  });

  it('may be invoked by its schedule only', () => {
    const { logicalId } = resourceOf(template, 'Reconciliation/Function');
    const permissions = Object.values(template.findResources('AWS::Lambda::Permission'));
    const allowed = permissions.filter(({ Properties }) => JSON.stringify(Properties.FunctionName).includes(logicalId));
    expect(allowed).toMatchObject([
      {
        Properties: {
          Principal: 'events.amazonaws.com',
          SourceArn: { 'Fn::GetAtt': [resourceOf(template, 'Reconciliation/Schedule').logicalId, 'Arn'] },
        },
      },
    ]);
  });

  it('starts an alarm when it found a lost event, and when it fails', () => {
    const alarms = alarmsOf(template).filter(({ path }) => path.startsWith('Reconciliation/'));
    expect(alarms).toMatchObject([
      {
        MetricName: 'FilesReconciled',
        Threshold: 1,
        Dimensions: [{ Name: 'service', Value: 'FrameioLambda/Webhook' }],
        AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:on-call'],
      },
      { Namespace: 'AWS/Lambda', MetricName: 'Errors', Threshold: 1 },
    ]);
  });

  it('is bundled from the package, without the code of the app', () => {
    const bundles = readdirSync(join(project.path, 'cdk.out'))
      .map((name) => join(project.path, 'cdk.out', name, 'index.mjs'))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'));
    expect(bundles.filter((code) => code.includes('reconciliation completed'))).toHaveLength(1);
  });

  it.each([
    { mode: 'queued', recorders: ['Worker'] },
    { mode: 'inline', recorders: ['Endpoint', 'Worker'] },
  ] as const)('the functions that handle events record them: $mode', ({ mode, recorders }) => {
    const stack = templateWith({}, mode);
    const recording = ['Endpoint', 'Worker'].filter((path) => variablesOf(stack, `${path}/Function`).RECONCILIATION);
    expect(recording).toEqual(recorders);
  });

  it('looks back twice as long as the time between two runs, if that is more than a day', () => {
    const { RECONCILIATION_SETTINGS = '' } = variablesOf(
      templateWith({ every: Duration.hours(20) }),
      'Reconciliation/Function',
    );
    expect(JSON.parse(RECONCILIATION_SETTINGS)).toMatchObject({ lookBackMs: 40 * 3_600_000 });
  });

  it.each([
    { settings: { projectIds: [], workspaceIds: [] }, problem: 'nothing to watch. Set reconciliation.projectIds' },
    { settings: { every: Duration.minutes(14) }, problem: 'from 15 minutes to 1 day, but is 14 minutes' },
    { settings: { every: Duration.hours(25) }, problem: 'Set reconciliation.every.' },
    { settings: { lookBack: Duration.minutes(119) }, problem: 'at least twice reconciliation.every' },
    {
      settings: { lookBack: Duration.days(15) },
      problem: 'at most 14 days, but is 15 days. Set reconciliation.lookBack.',
    },
  ])('a synth fails: $problem', ({ settings, problem }) => {
    expect(() => templateWith(settings)).toThrow(problem);
  });
});
