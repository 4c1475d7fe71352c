import { AwsJsonClient } from '../../lib/aws/aws-json-client.ts';
import { type AwsCredentials, credentialsOfEnvironment } from '../../lib/aws/environment.ts';
import { type QueueClient, SqsQueue } from '../../lib/aws/queue.ts';
import { ConfigError, ENV } from '../../lib/index.ts';
import { readQueueAddresses } from '../../sandbox/queue-addresses.ts';
import type { CountedQueue, MessageCount } from './queue-walk.ts';

/** It looks at no signature. */
const SANDBOX_CREDENTIALS: AwsCredentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** Where somebody said the queues are. */
export interface QueueOptions {
  readonly queueUrl: string | undefined;
  readonly deadLetterQueueUrl: string | undefined;
  /** Folder in which a running sandbox keeps its state; `undefined` to look in AWS. */
  readonly sandbox: string | undefined;
}

/** A queue of SQS, with what a person wants to know of it. */
export class OperatedQueue extends SqsQueue implements CountedQueue {
  readonly #client: QueueClient;

  constructor(url: string, client: QueueClient) {
    super(url, client);
    this.#client = client;
  }

  async count(): Promise<MessageCount> {
    const wanted = { QueueUrl: this.url, AttributeNames: Object.values(COUNT) };
    const { Attributes: attributes } = fieldsOf(await this.#client.call('GetQueueAttributes', wanted));
    const countOf = (name: string) => Number(fieldsOf(attributes)[name] ?? 0);
    return { visible: countOf(COUNT.visible), hidden: countOf(COUNT.received) + countOf(COUNT.delayed) };
  }
}

/** SQS's names for how many messages there are of each kind. */
const COUNT = {
  visible: 'ApproximateNumberOfMessages',
  received: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const;

/** @throws Error that says how to name the queue. */
export function findDeadLetterQueue(options: QueueOptions): OperatedQueue {
  return find(options, 'deadLetterQueueUrl', '--dead-letter-queue-url', ENV.deadLetterQueueUrl);
}

/** @throws Error that says how to name the queue. */
export function findQueue(options: QueueOptions): OperatedQueue {
  return find(options, 'queueUrl', '--queue-url', ENV.queueUrl);
}

function find(
  options: QueueOptions,
  which: 'queueUrl' | 'deadLetterQueueUrl',
  option: string,
  variable: string,
): OperatedQueue {
  const given = options[which];
  if (options.sandbox !== undefined) {
    const addresses = readQueueAddresses(options.sandbox);
    const url = given ?? addresses[which];
    return new OperatedQueue(url, sandboxClient(addresses.sqsUrl));
  }
  const url = given ?? process.env[variable];
  if (!url)
    throw new Error(`Which queue? Pass ${option}, or set ${variable}: the deployment printed the command, SetQueues.`);
  if (!URL.canParse(url)) throw new Error(`${given ? option : variable} is not the URL of a queue: ${url}`);
  assertCredentials();
  return new OperatedQueue(url, clientFor(url));
}

/** Signs for the region of the queue, whichever that of the environment is. */
function clientFor(url: string): AwsJsonClient {
  const { hostname, origin } = new URL(url);
  const region = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(hostname)?.[1];
  return new AwsJsonClient({ service: 'sqs', region, regularEndpoint: origin });
}

function sandboxClient(endpoint: string): AwsJsonClient {
  return new AwsJsonClient({ service: 'sqs', region: 'us-east-1', endpoint, credentials: SANDBOX_CREDENTIALS });
}

function assertCredentials(): void {
  try {
    credentialsOfEnvironment();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new Error(`${error.message}\nThe AWS CLI does: eval "$(aws configure export-credentials --format env)"`);
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
