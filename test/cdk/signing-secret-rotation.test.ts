import { describe, expect, it } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { logRightsOf, resourceOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

const registration = { accountId: 'account', workspaceIds: ['382a1fe6-67cf-481e-9b65-79cfd9e9727f'] };
const scheduleOf = (template: Template) => resourceOf(template, 'SigningSecretRotation/Schedule').Properties;

describe('with the prop signingSecretRotation', () => {
  const template = templateOf({ registration, signingSecretRotation: {} });

  it('EventBridge invokes the function every 90 days with the account, the workspaces, the name and the URL', () => {
    const { ScheduleExpression, Targets } = scheduleOf(template);
    expect(ScheduleExpression).toBe('rate(90 days)');
    expect(Targets).toHaveLength(1);
    const input: unknown = Targets[0].Input['Fn::Join'][1].map((part: unknown) =>
      typeof part === 'string' ? part : '…',
    );
    expect([input].flat().join('')).toMatch(
      /^{"accountId":"account","workspaceIds":\["382a1fe6-[^"]+"\],"name":"FrameioLambda","webhookUrl":"…?[^"]*\/frameio"}$/,
    );
  });

  it('the function may only write its log, read the API credentials, and read and write the signing secrets', () => {
    expect(rightsOf(template, 'SigningSecretRotation/Function')).toEqual([
      ...logRightsOf('SigningSecretRotation/Function'),
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'secretsmanager:PutSecretValue Secrets/SigningSecrets',
    ]);
    expect(variablesOf(template, 'SigningSecretRotation/Function')).toEqual({
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
    });
  });

  it('the time between two rotations is that of the settings', () => {
    const weekly = templateOf({ registration, signingSecretRotation: { every: Duration.days(7) } });
    expect(scheduleOf(weekly).ScheduleExpression).toBe('rate(7 days)');
  });

  it('a synth refuses a time that is not in whole days', () => {
    const synth = () => templateOf({ registration, signingSecretRotation: { every: Duration.hours(36) } });
    expect(synth).toThrow(/must be one or more whole days, but is 36 hours\. Set signingSecretRotation\.every\./);
  });
});

it('a synth refuses the prop without a registration', () => {
  expect(() => templateOf({ signingSecretRotation: {} })).toThrow(/Set registration: { accountId, workspaceIds }/);
});

it('a limit of the concurrency of the functions does not apply to the rotations', () => {
  const template = templateOf({
    registration,
    functions: { reservedConcurrency: 50 },
    signingSecretRotation: {},
    tokenRotation: {},
  });
  for (const path of ['SigningSecretRotation/Function', 'TokenRotation/Function']) {
    expect(resourceOf(template, path).Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  }
});
