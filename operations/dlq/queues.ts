import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createSqsClient, createSqsClientForQueue, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { ENV } from '../../lib/index.ts';
import { readQueueAddresses } from '../../sandbox/persistence/queue-addresses.ts';
import type { CountedQueue, MessageCount } from './queue-walk.ts';

/** It looks at no signature. */
const SANDBOX_CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

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
    const command = new GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: Object.values(COUNT) });
    const { Attributes: attributes = {} } = await this.#client.send(command);
    const countOf = (name: (typeof COUNT)[keyof typeof COUNT]) => Number(attributes[name] ?? 0);
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
  return new OperatedQueue(url, clientFor(url));
}

/** Signs for the region of the queue, whichever that of the environment is. */
function clientFor(url: string): QueueClient {
  const region = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(url).hostname)?.[1];
  return createSqsClientForQueue(url, { region });
}

function sandboxClient(endpoint: string): QueueClient {
  return createSqsClient({ region: 'us-east-1', endpoint, credentials: SANDBOX_CREDENTIALS });
}
