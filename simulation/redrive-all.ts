import { CountableQueue } from '../cli/dlq/countable-queue.ts';
import { redrive } from '../cli/dlq/redrive.ts';
import { createSqsClient } from '../lib/aws/sqs-client.ts';
import { InProcessHandler } from '../sandbox/aws/lambda/in-process-handler.ts';
import { queueUrl } from '../sandbox/aws/sqs/queue-names.ts';
import type { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import type { FaultyServices } from './faulty-services.ts';

/** High enough that the redrive never waits. */
const MESSAGES_PER_SECOND = 100_000;

/** The address does not matter: the client calls the service within this process. */
const ENDPOINT = 'http://localhost';

const CREDENTIALS = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };

/** The names of the queues to redrive between. */
export interface RedriveQueueNames {
  readonly queue: string;
  readonly deadLetterQueue: string;
}

/** Redrives all dead letters, with the code of the dlq command. */
export async function redriveAll(
  { sqs, events }: FaultyServices,
  { queue, deadLetterQueue }: RedriveQueueNames,
  clock: SandboxClock,
): Promise<void> {
  const requestHandler = new InProcessHandler(sqs);
  const client = createSqsClient({ region: 'us-east-1', endpoint: ENDPOINT, credentials: CREDENTIALS, requestHandler });
  const queueNamed = (name: string) => new CountableQueue(queueUrl(ENDPOINT, name), client);
  const { failure } = await redrive(
    { queue: queueNamed(queue), deadLetterQueue: queueNamed(deadLetterQueue) },
    {
      messageIds: 'all',
      rate: MESSAGES_PER_SECOND,
      waitSeconds: 0,
      clock,
      onRedriven: ({ body }) => events.log(events.findByMessage(body), 'redriven'),
    },
  );
  if (failure) throw failure.error;
}
