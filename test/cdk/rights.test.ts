import { describe, expect, it } from '@jest/globals';
import { logRightsOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

const inline = templateOf({ deliveryMode: 'inline' });
const queued = templateOf({ deliveryMode: 'queued' });

const IDEMPOTENCY_RIGHTS = ['dynamodb:GetItem IdempotencyTable/Table', 'dynamodb:UpdateItem IdempotencyTable/Table'];

const WORKER_RIGHTS = [
  ...IDEMPOTENCY_RIGHTS,
  ...logRightsOf('Worker/Function'),
  'secretsmanager:GetSecretValue Secrets/ApiCredentials',
  'sqs:ChangeMessageVisibility Deliveries/Queue',
  'sqs:DeleteMessage Deliveries/Queue',
  'sqs:GetQueueAttributes Deliveries/Queue',
  'sqs:GetQueueUrl Deliveries/Queue',
  'sqs:ReceiveMessage Deliveries/Queue',
  'sqs:SendMessage Deliveries/DeadLetterQueue',
  'sqs:SendMessage Deliveries/Queue',
];

const WORKER_VARIABLES = {
  POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
  FRAMEIO_BASE_URL: 'https://api.frame.io',
  API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
  QUEUE_URL: '<Deliveries/Queue>',
  DEAD_LETTER_QUEUE_URL: '<Deliveries/DeadLetterQueue>',
  MAX_RECEIVE_COUNT: '1000',
  IDEMPOTENCY_TABLE: '<IdempotencyTable/Table>',
};

describe('the endpoint that runs handlers', () => {
  it('may only write its log, read both secrets, send to the queue and use the idempotency table', () => {
    expect(rightsOf(inline, 'Endpoint/Function')).toEqual([
      ...IDEMPOTENCY_RIGHTS,
      ...logRightsOf('Endpoint/Function'),
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'sqs:SendMessage Deliveries/Queue',
    ]);
  });

  it('has the variables for that', () => {
    expect(variablesOf(inline, 'Endpoint/Function')).toEqual({
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      QUEUE_URL: '<Deliveries/Queue>',
      IDEMPOTENCY_TABLE: '<IdempotencyTable/Table>',
    });
  });
});

describe('the endpoint that only queues', () => {
  it('may only write its log, read the signing secrets and send to the queue, and not read the API credentials', () => {
    expect(rightsOf(queued, 'Endpoint/Function')).toEqual([
      ...logRightsOf('Endpoint/Function'),
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'sqs:SendMessage Deliveries/Queue',
    ]);
  });

  it('has the variables for that', () => {
    expect(variablesOf(queued, 'Endpoint/Function')).toEqual({
      POWERTOOLS_SERVICE_NAME: 'FrameioLambda/Webhook',
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      QUEUE_URL: '<Deliveries/Queue>',
    });
  });
});

describe.each([
  { mode: 'inline', template: inline },
  { mode: 'queued', template: queued },
])('the worker, $mode', ({ template }) => {
  it('may only write its log, use the queues and the idempotency table, and read the API credentials, and not read the signing secrets', () => {
    expect(rightsOf(template, 'Worker/Function')).toEqual(WORKER_RIGHTS);
  });

  it('has the variables for that', () => {
    expect(variablesOf(template, 'Worker/Function')).toEqual(WORKER_VARIABLES);
  });
});

it('sets the base URL of every function with a client', () => {
  const template = templateOf({ frameioBaseUrl: 'https://frameio.example' });
  for (const path of ['Endpoint/Function', 'Worker/Function']) {
    expect(variablesOf(template, path).FRAMEIO_BASE_URL).toBe('https://frameio.example');
  }
});
