import { ConfigError } from './errors.ts';

/**
 * Names of the environment variables that the infrastructure sets and the framework reads. `cdk/` and `lib/` share this
 * table.
 */
export const ENV = {
  /** Name or ARN of the Secrets Manager secret with the Frame.io API token, or server-to-server credentials. */
  apiCredentialsSecretId: 'API_CREDENTIALS_SECRET_ID',
  /** Name or ARN of the Secrets Manager secret with the webhooks' signing secrets. */
  signingSecretsSecretId: 'SIGNING_SECRETS_SECRET_ID',
  /** Name or ARN of the Secrets Manager secret with the custom actions' signing secrets: a JSON object of keys and secrets. */
  actionSigningSecretsSecretId: 'ACTION_SIGNING_SECRETS_SECRET_ID',
  /** URL of the queue on which deliveries wait for the worker. */
  queueUrl: 'QUEUE_URL',
  /** URL of the queue for the jobs without a queue of their own, if it is not that of `QUEUE_URL`. */
  jobQueueUrl: 'JOB_QUEUE_URL',
  /** URL of the dead-letter queue. */
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  /** Receives after which SQS itself moves a message to the dead-letter queue. */
  maxReceiveCount: 'MAX_RECEIVE_COUNT',
  /** Name of the DynamoDB table with the idempotency records. */
  idempotencyTable: 'IDEMPOTENCY_TABLE',
  /** `true` records the events `file.ready` in that table, for reconciliation. */
  reconciliation: 'RECONCILIATION',
  /** What the function of reconciliation looks at, as JSON. */
  reconciliationSettings: 'RECONCILIATION_SETTINGS',
  /** Name of the DynamoDB table with the values that handlers store. */
  storeTable: 'STORE_TABLE',
  /** Precedes the keys in that table, so that several apps can share it. */
  storeNamespace: 'STORE_NAMESPACE',
  /** Endpoint of Secrets Manager. The AWS SDK reads this name. */
  secretsManagerUrl: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  /** Endpoint of SQS. The AWS SDK reads this name. */
  sqsUrl: 'AWS_ENDPOINT_URL_SQS',
  /** Endpoint of DynamoDB. The AWS SDK reads this name. */
  dynamodbUrl: 'AWS_ENDPOINT_URL_DYNAMODB',
  /** Value of `service` in log lines and metrics. Powertools for AWS Lambda reads this name. */
  serviceName: 'POWERTOOLS_SERVICE_NAME',
  /** Base URL of the Frame.io API, without `/v4`. */
  frameioBaseUrl: 'FRAMEIO_BASE_URL',
  /** Base URL of Adobe IMS, which issues access tokens for server-to-server credentials. */
  imsUrl: 'ADOBE_IMS_URL',
} as const;

/** Returns the name of the variable with the name or ARN of a declared secret: `SLACK_SECRET_ID` for `slack`. */
export function secretIdVariable(secretName: string): string {
  return `${constantCase(secretName)}_SECRET_ID`;
}

/**
 * Returns the name of the variable with the value of a declared secret: `SLACK_SECRET` for `slack`. A local `.env` file
 * sets it, and so does a container without Secrets Manager.
 */
export function secretValueVariable(secretName: string): string {
  return `${constantCase(secretName)}_SECRET`;
}

/**
 * Returns the name of the variable with the URL of a job's own queue: `RENDER_JOB_QUEUE_URL` for `render`. Without the
 * variable, the job waits on the queue of `JOB_QUEUE_URL` or `QUEUE_URL`.
 */
export function jobQueueVariable(jobName: string): string {
  return `${constantCase(jobName)}_JOB_QUEUE_URL`;
}

/** Returns the name of the variable with the URL of that queue's dead-letter queue, for `frameio-lambda dlq`. */
export function jobDeadLetterQueueVariable(jobName: string): string {
  return `${constantCase(jobName)}_JOB_DEAD_LETTER_QUEUE_URL`;
}

/** Returns `SLACK_BOT` for `slackBot`, `slack-bot`, `slack_bot` and `SLACK_BOT`. */
function constantCase(name: string): string {
  if (/^[A-Z0-9_]+$/.test(name)) return name; // `RENDER4K`, the name of `render4k`, would become `RENDER4_K`
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toUpperCase();
}

/**
 * Returns the value of a required environment variable.
 *
 * @throws ConfigError when the variable is missing or empty.
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value.trim() === '') {
    throw new ConfigError(`The environment variable ${name} is not set: set it on the function.`);
  }
  return value;
}

/**
 * Returns the number in an optional environment variable.
 *
 * @returns `undefined` when the variable is missing or empty.
 * @throws ConfigError when the value is not a number.
 */
export function readNumberFromEnv(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined || value.trim() === '') return undefined;
  if (!Number.isFinite(Number(value)))
    throw new ConfigError(`The environment variable ${name} is not a number: ${value}. Set it to a number.`);
  return Number(value);
}
