import { describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { logRightsOf, resourceOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

describe('with the prop tokenRotation', () => {
  const template = templateOf({ tokenRotation: {} });

  it('Secrets Manager rotates the API credentials every eight hours, and not during the deployment', () => {
    const schedule = resourceOf(template, 'TokenRotation/Schedule');
    expect(schedule.Properties).toEqual({
      SecretId: { Ref: resourceOf(template, 'Secrets/ApiCredentials').logicalId },
      RotationLambdaARN: { 'Fn::GetAtt': [resourceOf(template, 'TokenRotation/Function').logicalId, 'Arn'] },
      RotationRules: { ScheduleExpression: 'rate(8 hours)' },
      RotateImmediatelyOnUpdate: false,
    });
    const permission = resourceOf(template, 'TokenRotation/Permission').logicalId;
    expect(schedule.DependsOn).toContain(permission);
  });

  it('the function may only write its log and create versions of that secret', () => {
    const actions = ['DescribeSecret', 'GetSecretValue', 'PutSecretValue', 'UpdateSecretVersionStage'];
    expect(rightsOf(template, 'TokenRotation/Function')).toEqual([
      ...logRightsOf('TokenRotation/Function'),
      ...actions.map((action) => `secretsmanager:${action} Secrets/ApiCredentials`),
    ]);
    expect(variablesOf(template, 'TokenRotation/Function')).toEqual({
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
    });
  });

  it('the time between two rotations is that of the settings', () => {
    const { Properties } = resourceOf(
      templateOf({ tokenRotation: { every: Duration.hours(4) } }),
      'TokenRotation/Schedule',
    );
    expect(Properties.RotationRules).toEqual({ ScheduleExpression: 'rate(4 hours)' });
  });

  it.each([Duration.hours(3), Duration.hours(24), Duration.minutes(250)])('a synth refuses a time of %s', (every) => {
    expect(() => templateOf({ tokenRotation: { every } })).toThrow(/Set tokenRotation\.every\./);
  });
});

it('nothing rotates without the prop', () => {
  expect(templateOf().findResources('AWS::SecretsManager::RotationSchedule')).toEqual({});
});
