import { createSqsClient, createSqsClientForQueue, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { ENV } from '../../lib/core/env.ts';
import { readQueueAddresses } from '../../sandbox/persistence/queue-addresses.ts';
import { UsageError } from '../usage-error.ts';
import { CountableQueue } from './countable-queue.ts';

/** The sandbox accepts any credentials. */
const SANDBOX_CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The options of the command line that locate the queues. */
export interface QueueOptions {
  readonly queueUrl: string | undefined;
  readonly deadLetterQueueUrl: string | undefined;
  /** State folder of a running sandbox; `undefined` for AWS. */
  readonly sandbox: string | undefined;
}

/** How a user names a queue. */
interface QueueName {
  readonly field: 'queueUrl' | 'deadLetterQueueUrl';
  readonly option: string;
  readonly variable: string;
}

/** Finds the dead-letter queue. @throws Error that says how to name the queue. */
export function findDeadLetterQueue(options: QueueOptions): CountableQueue {
  return findNamed(options, {
    field: 'deadLetterQueueUrl',
    option: '--dead-letter-queue-url',
    variable: ENV.deadLetterQueueUrl,
  });
}

/** Finds the main queue. @throws Error that says how to name the queue. */
export function findQueue(options: QueueOptions): CountableQueue {
  return findNamed(options, { field: 'queueUrl', option: '--queue-url', variable: ENV.queueUrl });
}

function findNamed(options: QueueOptions, { field, option, variable }: QueueName): CountableQueue {
  const given = options[field];
  if (options.sandbox !== undefined) {
    const addresses = readQueueAddresses(options.sandbox);
    return new CountableQueue(given ?? addresses[field], sandboxClient(addresses.sqsUrl));
  }
  const url = given ?? process.env[variable];
  if (!url) {
    throw new UsageError(
      `No queue given: pass ${option}, or set ${variable}. The deployment prints the command that sets it (SetQueues).`,
    );
  }
  if (!URL.canParse(url)) {
    throw new UsageError(`${given ? option : variable} must be the URL of a queue, but is "${url}".`);
  }
  return new CountableQueue(url, clientFor(url));
}

/** Creates a client that signs for the region of the queue, which may differ from the region of the environment. */
function clientFor(url: string): QueueClient {
  const region = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(url).hostname)?.[1];
  return createSqsClientForQueue(url, { region });
}

function sandboxClient(endpoint: string): QueueClient {
  return createSqsClient({ region: 'us-east-1', endpoint, credentials: SANDBOX_CREDENTIALS });
}
