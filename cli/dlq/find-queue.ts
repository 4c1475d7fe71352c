import { createSqsClientForQueue, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { ENV, jobDeadLetterQueueVariable, jobQueueVariable } from '../../lib/core/env.ts';
import type { QueueUrls } from '../../sandbox/persistence/queue-addresses.ts';
import { openAwsSession } from '../stack/aws-session.ts';
import type { AwsSession } from '../stack/deployed-stack.ts';
import type { StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import { CountableQueue } from './countable-queue.ts';
import { findKnownQueues, type KnownQueues } from './known-queues.ts';

/** Name of a queue in `QueueUrls`. */
export type QueueField = keyof QueueUrls;

/** How a user names the queues. */
export interface QueueRequest {
  readonly queueUrl: string | undefined;
  readonly deadLetterQueueUrl: string | undefined;
  /** Job whose own queues to use; `undefined` for the queues of the deliveries. */
  readonly job: string | undefined;
  readonly stack: StackOptions;
}

/** Where the queues are. */
export interface QueueOptions extends Omit<QueueRequest, 'stack'> {
  /** The queues of a stack or a sandbox; `undefined` if options or variables give the URLs. */
  readonly known?: KnownQueues | undefined;
  /** Credentials of a profile that the user named. */
  readonly session?: AwsSession | undefined;
}

const OPTIONS = { queueUrl: '--queue-url', deadLetterQueueUrl: '--dead-letter-queue-url' } as const;

/** Ends the name of the variable with the dead-letter queue of a job. */
const JOB_VARIABLE = jobDeadLetterQueueVariable('');

/**
 * Finds out where queues are: at the URLs of the options, in the stack or sandbox that the options name, at the URLs of the
 * variables, or in the stack of the project.
 *
 * @throws Error that says what was searched, and how to name another stack.
 */
export async function locateQueues(
  { stack, ...urls }: QueueRequest,
  fields: readonly QueueField[],
): Promise<QueueOptions> {
  const { sandbox, profile, region } = stack;
  const isNamed = [sandbox, stack.stack, stack.webhook, profile, region].some((value) => value !== undefined);
  const isGiven = sandbox === undefined && fields.every((field) => urls[field] !== undefined);
  const isInEnvironment = fields.every((field) => urls[field] ?? process.env[variableOf(field, urls.job)]);
  if (!isGiven && (isNamed || !isInEnvironment)) return { ...urls, known: await findKnownQueues(stack) };
  return { ...urls, session: isNamed ? await openAwsSession({ profile, region }) : undefined };
}

/** Finds the dead-letter queue. @throws UsageError that says how to name the queue. */
export function findDeadLetterQueue(options: QueueOptions): CountableQueue {
  return findNamed(options, 'deadLetterQueueUrl');
}

/** Finds the main queue. @throws UsageError that says how to name the queue. */
export function findQueue(options: QueueOptions): CountableQueue {
  return findNamed(options, 'queueUrl');
}

/** Returns the known jobs with queues of their own, as `--job` accepts them. */
export function jobsWithQueues({ known }: QueueOptions): readonly string[] {
  if (known !== undefined) return Object.keys(known.jobs);
  const names = Object.keys(process.env).filter((name) => process.env[name] && name.endsWith(JOB_VARIABLE));
  return names.map((name) => name.slice(0, -JOB_VARIABLE.length));
}

function variableOf(field: QueueField, job: string | undefined): string {
  if (field === 'queueUrl') return job === undefined ? ENV.queueUrl : jobQueueVariable(job);
  return job === undefined ? ENV.deadLetterQueueUrl : jobDeadLetterQueueVariable(job);
}

function findNamed({ known, session, ...options }: QueueOptions, field: QueueField): CountableQueue {
  const given = options[field];
  if (known !== undefined) return new CountableQueue(given ?? urlsIn(known, options.job)[field], known.client);
  const variable = variableOf(field, options.job);
  const url = given ?? process.env[variable] ?? '';
  if (URL.canParse(url)) return new CountableQueue(url, clientFor(url, session));
  throw new UsageError(`${given ? OPTIONS[field] : variable} must be the URL of a queue, but is "${url}".`);
}

/** Returns the URLs of the queues of a job, or of the deliveries. */
function urlsIn({ title, main, jobs }: KnownQueues, job: string | undefined): QueueUrls {
  const isWanted = ([name]: readonly [string, QueueUrls]) => jobQueueVariable(name) === jobQueueVariable(job ?? '');
  const urls = job === undefined ? main : Object.entries(jobs).find(isWanted)?.[1];
  if (urls) return urls;
  if (job === undefined)
    throw new UsageError(`No function of ${title} reads a queue. Name another stack with --stack.`);
  const names = Object.keys(jobs);
  const others = names.length === 0 ? 'No job has one.' : `Jobs with a queue of their own: ${names.join(', ')}.`;
  throw new UsageError(
    `The job "${job}" has no queue of its own in ${title}. ${others} The other jobs use the main queue: leave out --job.`,
  );
}

/** Creates a client that signs for the region of the queue, which may differ from the region of the environment. */
function clientFor(url: string, session: AwsSession | undefined): QueueClient {
  const region = /^sqs\.([a-z0-9-]+)\.amazonaws\./.exec(new URL(url).hostname)?.[1] ?? session?.region;
  return createSqsClientForQueue(url, { region, ...(session && { credentials: session.credentials }) });
}
