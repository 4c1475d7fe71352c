import { randomUUID } from 'node:crypto';
import { CountableQueue } from '../../cli/dlq/countable-queue.ts';
import { createSqsClient, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { encodeDelivery, type QueuedDelivery } from '../../lib/queue/queued-delivery.ts';
import { DeadLetterQueue, type DeadLetterReason } from '../../lib/worker/dead-letter-queue.ts';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { listen } from '../../sandbox/http/listen.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'key' };

/** The main queue and its dead-letter queue, in the sandbox's SQS. */
export interface SqsQueues {
  readonly url: string;
  readonly client: QueueClient;
  readonly queue: SqsQueue;
  readonly deadLetterQueue: CountableQueue;
  /** Returns the main queue through another client. */
  queueWith(client: QueueClient): SqsQueue;
  /** Returns the dead-letter queue through another client. */
  deadLetterQueueWith(client: QueueClient): CountableQueue;
  /** Environment that points a command to the two queues. */
  readonly environment: Readonly<Record<string, string>>;
  /** Dead-letters a delivery as the worker does, and returns its text. */
  deadLetter(delivery?: QueuedDelivery, cause?: Partial<DeadLetterReason>): Promise<string>;
  /** Dead-letters a delivery at a time in ms since 1970. */
  deadLetterAt(time: number, delivery: QueuedDelivery): Promise<void>;
  /** Adds a message with any text to the dead-letter queue. */
  addDeadLetter(text: string): Promise<void>;
  /** Returns the texts of visible messages, without the series that a redrive adds, in alphabetical order. */
  textsIn(queue: 'queue' | 'deadLetterQueue'): readonly string[];
  /** Returns the ids of the messages in the dead-letter queue, in the order they were sent. */
  deadLetterIds(): readonly string[];
  close(): Promise<void>;
}

const NAMES = { queue: 'deliveries', deadLetterQueue: 'dead-letters' } as const;

export async function startSqsQueues(): Promise<SqsQueues> {
  const sqs = await Sqs.start({ queues: Object.values(NAMES).map((name) => ({ name })) });
  const server = await listen(sqs.listener);
  const { url } = server;
  const client = createSqsClient({ region: 'us-east-1', endpoint: url, credentials: CREDENTIALS });
  const queue = new SqsQueue(queueUrl(url, NAMES.queue), client);
  const deadLetterQueue = new CountableQueue(queueUrl(url, NAMES.deadLetterQueue), client);
  const deadLetters = new DeadLetterQueue(deadLetterQueue);
  return {
    url,
    client,
    queue,
    deadLetterQueue,
    queueWith: (other) => new SqsQueue(queue.url, other),
    deadLetterQueueWith: (other) => new CountableQueue(deadLetterQueue.url, other),
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: url,
      QUEUE_URL: queue.url,
      DEAD_LETTER_QUEUE_URL: deadLetterQueue.url,
    },
    deadLetter: async (delivery = queuedDelivery(), cause = {}) => {
      const handlers = ['file-ready'];
      const text = encodeDelivery({ ...delivery, handlers });
      const usual = { reason: 'NotFoundError: it is gone', errorCode: 'not_found', attempts: 1, handlers };
      await deadLetters.send(text, { ...usual, ...cause });
      return text;
    },
    deadLetterAt: async (time, delivery) => {
      const text = encodeDelivery({ ...delivery, handlers: ['file-ready'] });
      const usual = { reason: 'NotFoundError: it is gone', errorCode: 'not_found', attempts: '1' };
      await deadLetterQueue.send(text, { attributes: { ...usual, failedAt: new Date(time).toISOString() } });
    },
    addDeadLetter: async (text) => {
      await sqs.queue(NAMES.deadLetterQueue).send({ body: text });
    },
    textsIn: (which) =>
      sqs
        .queue(NAMES[which])
        .visibleMessages.map(({ body }) => body.replace(/,"redriveId":"[^"]*"/, ''))
        .sort(),
    deadLetterIds: () => sqs.queue(NAMES.deadLetterQueue).messages.map(({ id }) => id),
    close: async () => {
      await server.close();
      await sqs.close();
    },
  };
}

/** Returns a delivery of an event with a unique resource. */
export function queuedDelivery(resourceId: string = randomUUID()): QueuedDelivery {
  const body = JSON.stringify({ ...fileReady, resource: { id: resourceId, type: 'file' } });
  const deliveryKey = resourceId.replaceAll('-', '').repeat(2);
  return { body, deliveryKey, receivedAt: Date.now(), correlationId: `request-${resourceId}` };
}
