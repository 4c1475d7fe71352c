import { ConfigError } from './errors.ts';

/**
 * Names of the environment variables through which the infrastructure tells the code what it needs to know.
 * The one thing `cdk/` and the framework share.
 */
export const ENV = {
  /** Name or ARN of the Secrets Manager secret with the Frame.io API token, or server-to-server credentials. */
  apiCredentialsSecretId: 'API_CREDENTIALS_SECRET_ID',
  /** Name or ARN of the Secrets Manager secret with the webhooks' signing secrets. */
  signingSecretsSecretId: 'SIGNING_SECRETS_SECRET_ID',
  /** URL of the queue on which deliveries wait for the worker. */
  queueUrl: 'QUEUE_URL',
  /** URL of the queue for deliveries the worker gave up. */
  deadLetterQueueUrl: 'DEAD_LETTER_QUEUE_URL',
  /** How often SQS gives a message to the worker before it moves it to the dead-letter queue itself. */
  maxReceiveCount: 'MAX_RECEIVE_COUNT',
  /** Name of the DynamoDB table that remembers which handler has done which delivery. */
  idempotencyTable: 'IDEMPOTENCY_TABLE',
  /** Address of Secrets Manager, under the name the AWS SDK reads it by. */
  secretsManagerUrl: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
  /** Address of SQS, under the name the AWS SDK reads it by. */
  sqsUrl: 'AWS_ENDPOINT_URL_SQS',
  /** Address of DynamoDB, under the name the AWS SDK reads it by. */
  dynamodbUrl: 'AWS_ENDPOINT_URL_DYNAMODB',
  /** Base URL of the Frame.io API, without `/v4`. */
  frameioBaseUrl: 'FRAMEIO_BASE_URL',
  /** Base URL of Adobe IMS, where server-to-server credentials are exchanged. */
  imsUrl: 'ADOBE_IMS_URL',
} as const;

/**
 * Reads a variable the deployment promised.
 *
 * @throws ConfigError when it is missing or empty.
 */
export function requireEnv(name: string): string {
  const value = process.env[name];
  if (value === undefined || value.trim() === '') {
    throw new ConfigError(`The environment variable ${name} is not set: set it on the function.`);
  }
  return value;
}

/**
 * Reads a number the deployment may have set.
 *
 * @returns `undefined` where it is not set.
 * @throws ConfigError when it is set to something that is no number.
 */
export function readNumberFromEnv(name: string): number | undefined {
  const value = process.env[name];
  if (value === undefined || value.trim() === '') return undefined;
  if (!Number.isFinite(Number(value)))
    throw new ConfigError(`The environment variable ${name} is no number: ${value}.`);
  return Number(value);
}
