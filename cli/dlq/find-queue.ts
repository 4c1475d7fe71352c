import { createSqsClient, createSqsClientForQueue, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { ENV, jobDeadLetterQueueVariable, jobQueueVariable } from '../../lib/core/env.ts';
import type { QueueAddresses, QueueUrls } from '../../sandbox/persistence/queue-addresses.ts';
import { UsageError } from '../usage-error.ts';
import { CountableQueue } from './countable-queue.ts';

/** The sandbox accepts any credentials. */
const SANDBOX_CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The options of the command line that locate the queues. */
export interface QueueOptions {
  readonly queueUrl: string | undefined;
  readonly deadLetterQueueUrl: string | undefined;
  /** Job whose own queues to use; `undefined` for the queues of the deliveries. */
  readonly job: string | undefined;
  /** Where the queues of a sandbox are; `undefined` for AWS. */
  readonly sandbox: QueueAddresses | undefined;
}

/** How a user names a queue. */
interface QueueName {
  readonly field: 'queueUrl' | 'deadLetterQueueUrl';
  readonly option: string;
  readonly variable: string;
}

/** Ends the name of the variable with the dead-letter queue of a job. */
const JOB_VARIABLE = jobDeadLetterQueueVariable('');

/** What to do if a job has no queue of its own. */
const OTHER_JOBS = 'The other jobs use the main queue: leave out --job.';

/** Finds the dead-letter queue. @throws Error that says how to name the queue. */
export function findDeadLetterQueue(options: QueueOptions): CountableQueue {
  return findNamed(options, {
    field: 'deadLetterQueueUrl',
    option: '--dead-letter-queue-url',
    variable: options.job === undefined ? ENV.deadLetterQueueUrl : jobDeadLetterQueueVariable(options.job),
  });
}

/** Finds the main queue. @throws Error that says how to name the queue. */
export function findQueue(options: QueueOptions): CountableQueue {
  const variable = options.job === undefined ? ENV.queueUrl : jobQueueVariable(options.job);
  return findNamed(options, { field: 'queueUrl', option: '--queue-url', variable });
}

/** Returns the known jobs with queues of their own, as `--job` accepts them. */
export function jobsWithQueues({ sandbox }: QueueOptions): readonly string[] {
  if (sandbox !== undefined) return Object.keys(sandbox.jobs);
  const names = Object.keys(process.env).filter((name) => process.env[name] && name.endsWith(JOB_VARIABLE));
  return names.map((name) => name.slice(0, -JOB_VARIABLE.length));
}

function findNamed(options: QueueOptions, { field, option, variable }: QueueName): CountableQueue {
  const given = options[field];
  if (options.sandbox !== undefined) {
    const url = given ?? urlsIn(options.sandbox, options)[field];
    return new CountableQueue(url, sandboxClient(options.sandbox.sqsUrl));
  }
  const url = given ?? process.env[variable];
  if (!url) {
    const ofJob = options.job === undefined ? '' : ` ${describeJobs(options)}`;
    throw new UsageError(
      `No queue given: pass ${option}, or set ${variable}. The deployment prints the command that sets it (SetQueues).${ofJob}`,
    );
  }
  if (!URL.canParse(url)) {
    throw new UsageError(`${given ? option : variable} must be the URL of a queue, but is "${url}".`);
  }
  return new CountableQueue(url, clientFor(url));
}

/** Returns the URLs of the sandbox's queues for a job or for the deliveries. */
function urlsIn(addresses: QueueAddresses, options: QueueOptions): QueueUrls {
  const { job } = options;
  if (job === undefined) return addresses;
  const isWanted = ([name]: readonly [string, QueueUrls]) => jobQueueVariable(name) === jobQueueVariable(job);
  const [, urls] = Object.entries(addresses.jobs).find(isWanted) ?? [];
  if (!urls) throw new UsageError(`The job "${job}" has no queue of its own in the sandbox. ${describeJobs(options)}`);
  return urls;
}

function describeJobs(options: QueueOptions): string {
  const jobs = jobsWithQueues(options);
  const known =
    jobs.length === 0 ? 'No job is known to have one.' : `Jobs with a queue of their own: ${jobs.join(', ')}.`;
  return `${known} ${OTHER_JOBS}`;
}

/** Creates a client that signs for the region of the queue, which may differ from the region of the environment. */
function clientFor(url: string): QueueClient {
  const region = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(url).hostname)?.[1];
  return createSqsClientForQueue(url, { region });
}

function sandboxClient(endpoint: string): QueueClient {
  return createSqsClient({ region: 'us-east-1', endpoint, credentials: SANDBOX_CREDENTIALS });
}
