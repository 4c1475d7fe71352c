import { describe, expect, it } from '@jest/globals';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { furtherPoliciesOf, rightsOf, templateOf, variablesOf } from '../support/template.ts';

const inline = templateOf({ deliveryMode: 'inline' });
const queued = templateOf({ deliveryMode: 'queued' });

const LEDGER_RIGHTS = ['dynamodb:GetItem Ledger/Table', 'dynamodb:UpdateItem Ledger/Table'];

const WORKER_RIGHTS = [
  ...LEDGER_RIGHTS,
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
  POWERTOOLS_SERVICE_NAME: 'frameio-lambda',
  FRAMEIO_BASE_URL: 'https://api.frame.io',
  API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
  AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
  QUEUE_URL: '<Deliveries/Queue>',
  DEAD_LETTER_QUEUE_URL: '<Deliveries/DeadLetterQueue>',
  MAX_RECEIVE_COUNT: '1000',
  IDEMPOTENCY_TABLE: '<Ledger/Table>',
};

describe('the endpoint that runs handlers', () => {
  it('may read both secrets, put on the queue and use the ledger, and nothing else', () => {
    expect(rightsOf(inline, 'Endpoint/Function')).toEqual([
      ...LEDGER_RIGHTS,
      'secretsmanager:GetSecretValue Secrets/ApiCredentials',
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'sqs:SendMessage Deliveries/Queue',
    ]);
  });

  it('is told what it needs for that', () => {
    expect(variablesOf(inline, 'Endpoint/Function')).toEqual({
      POWERTOOLS_SERVICE_NAME: 'frameio-lambda',
      FRAMEIO_BASE_URL: 'https://api.frame.io',
      SIGNING_SECRETS_SECRET_ID: '<Secrets/SigningSecrets>',
      API_CREDENTIALS_SECRET_ID: '<Secrets/ApiCredentials>',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: expect.stringContaining('https://secretsmanager.'),
      QUEUE_URL: '<Deliveries/Queue>',
      IDEMPOTENCY_TABLE: '<Ledger/Table>',
    });
  });
});

describe('the endpoint that only queues', () => {
  it('may read the signing secrets and put on the queue, and nothing else: not read the API credentials', () => {
    expect(rightsOf(queued, 'Endpoint/Function')).toEqual([
      'secretsmanager:GetSecretValue Secrets/SigningSecrets',
      'sqs:SendMessage Deliveries/Queue',
    ]);
  });

  it('is told what it needs for that', () => {
    expect(variablesOf(queued, 'Endpoint/Function')).toEqual({
      POWERTOOLS_SERVICE_NAME: 'frameio-lambda',
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
  it('may take from the queue and put back, give up, read the API credentials and use the ledger: not read the signing secrets', () => {
    expect(rightsOf(template, 'Worker/Function')).toEqual(WORKER_RIGHTS);
  });

  it('is told what it needs for that', () => {
    expect(variablesOf(template, 'Worker/Function')).toEqual(WORKER_VARIABLES);
  });
});

it.each(DELIVERY_MODES.flatMap((mode) => ['Endpoint/Function', 'Worker/Function'].map((path) => ({ mode, path }))))(
  '$path, $mode, may write its log besides',
  ({ mode, path }) => {
    const template = mode === 'inline' ? inline : queued;
    expect(furtherPoliciesOf(template, path)).toEqual(['AWSLambdaBasicExecutionRole']);
  },
);

it('every function with a client is told of another Frame.io', () => {
  const template = templateOf({ frameioBaseUrl: 'https://frameio.example' });
  for (const path of ['Endpoint/Function', 'Worker/Function']) {
    expect(variablesOf(template, path).FRAMEIO_BASE_URL).toBe('https://frameio.example');
  }
});
