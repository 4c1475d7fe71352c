import { ENV } from '../../lib/core/env.ts';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';

/** Hosts of the services of a test. */
export const HOSTS = { secretsManager: 'secretsmanager.test', sqs: 'sqs.test', dynamoDb: 'dynamodb.test' } as const;

/** Without TLS, like the links to media that the API returns. */
export const FRAMEIO_URL = 'http://frameio.test';

/** Names of the resources of a test. */
export const NAMES = {
  queue: 'deliveries',
  deadLetterQueue: 'dead-letters',
  idempotencyTable: 'idempotency',
  storeTable: 'store',
  storeNamespace: 'test',
  apiCredentials: 'api-credentials',
  signingSecrets: 'signing-secrets',
  actionSigningSecrets: 'action-signing-secrets',
} as const;

/**
 * Variables of a deployed function, and credentials that no service of AWS accepts. They are the same in every test, because
 * an app keeps what it has read.
 */
const VARIABLES = {
  [ENV.apiCredentialsSecretId]: NAMES.apiCredentials,
  [ENV.signingSecretsSecretId]: NAMES.signingSecrets,
  [ENV.actionSigningSecretsSecretId]: NAMES.actionSigningSecrets,
  [ENV.queueUrl]: queueUrl(`http://${HOSTS.sqs}`, NAMES.queue),
  [ENV.deadLetterQueueUrl]: queueUrl(`http://${HOSTS.sqs}`, NAMES.deadLetterQueue),
  [ENV.idempotencyTable]: NAMES.idempotencyTable,
  [ENV.storeTable]: NAMES.storeTable,
  [ENV.storeNamespace]: NAMES.storeNamespace,
  [ENV.frameioBaseUrl]: FRAMEIO_URL,
  [ENV.secretsManagerUrl]: `http://${HOSTS.secretsManager}`,
  [ENV.sqsUrl]: `http://${HOSTS.sqs}`,
  [ENV.dynamodbUrl]: `http://${HOSTS.dynamoDb}`,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
};

/** Variables that would choose other credentials. */
const UNSET = ['AWS_PROFILE', 'AWS_SESSION_TOKEN', ENV.imsUrl, ENV.jobQueueUrl];

/** The values of declared variables before the first test that set them. */
const originals = new Map<string, string | undefined>();

/**
 * Sets the environment variables of a deployed function.
 *
 * @param declared - The variables that the app declares. One without a value gets the value that it had before the first test.
 */
export function setTestEnvironment(declared: Readonly<Record<string, unknown>>): void {
  for (const name of UNSET) delete process.env[name];
  Object.assign(process.env, VARIABLES);
  for (const [name, value] of Object.entries(declared)) {
    if (!originals.has(name)) originals.set(name, process.env[name]);
    const text = value === undefined ? originals.get(name) : String(value);
    if (text === undefined) delete process.env[name];
    else process.env[name] = text;
  }
}
