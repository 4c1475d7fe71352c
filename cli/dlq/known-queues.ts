import { createSqsClient, type QueueClient } from '../../lib/aws/sqs-client.ts';
import {
  DEFAULT_STATE_FOLDER,
  type QueueAddresses,
  type QueueUrls,
  readQueueAddresses,
} from '../../sandbox/persistence/queue-addresses.ts';
import { LOCAL_SANDBOX } from '../parse-options.ts';
import { findSandbox, type SandboxOptions } from '../sandbox/find-sandbox.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { findStack } from '../stack/find-stack.ts';
import type { StackOptions } from '../stack/stack-options.ts';

/** The queues of a deployed stack or of a sandbox. */
export interface KnownQueues {
  /** Where they are, for people: `the stack FrameioLambda in eu-west-1`. */
  readonly title: string;
  readonly main: QueueUrls | undefined;
  /** Queues of the jobs that have their own, by the name of the job. */
  readonly jobs: Readonly<Record<string, QueueUrls>>;
  readonly client: QueueClient;
}

/** The sandbox accepts any credentials. */
const SANDBOX_CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** Finds the queues of a stack on AWS or of a sandbox. @throws Error that says what was searched, and how to name it. */
export async function findKnownQueues(options: StackOptions): Promise<KnownQueues> {
  if (options.sandbox === undefined) return queuesOfStack(await findStack(options));
  const { sqsUrl, jobs, ...main } = await findQueueAddresses(options);
  const client = createSqsClient({ region: 'us-east-1', endpoint: sqsUrl, credentials: SANDBOX_CREDENTIALS });
  return { title: 'the sandbox', main, jobs, client };
}

/** Finds the queues of a sandbox: in its state folder, or at its address. @throws Error if no sandbox runs. */
async function findQueueAddresses(options: SandboxOptions): Promise<QueueAddresses> {
  const { sandbox = LOCAL_SANDBOX, state = DEFAULT_STATE_FOLDER } = options;
  if (sandbox === LOCAL_SANDBOX) return readQueueAddresses(state);
  return await findSandbox(options).get<QueueAddresses>('/sandbox/queue-addresses');
}

function queuesOfStack({ title, queues, sqs }: DeployedStack): KnownQueues {
  const jobs = queues.flatMap((queue) => (queue.job === undefined ? [] : [[queue.job, queue] as const]));
  return { title, main: queues.find(({ job }) => job === undefined), jobs: Object.fromEntries(jobs), client: sqs };
}
