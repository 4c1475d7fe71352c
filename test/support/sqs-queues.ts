import { randomUUID } from 'node:crypto';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { createSqsClient, type QueueClient } from '../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';
import { encodeDelivery, type QueuedDelivery } from '../../lib/queue/queued-delivery.ts';
import { DeadLetterQueue, type DeadLetterReason } from '../../lib/worker/dead-letter-queue.ts';
import { OperatedQueue } from '../../operations/dlq/queues.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };

const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'key' };

/** The main queue and its dead-letter queue, in an SQS that others wrote. */
export interface SqsQueues {
  readonly sqs: FauxqsServer;
  readonly url: string;
  readonly client: QueueClient;
  readonly queue: SqsQueue;
  readonly deadLetterQueue: OperatedQueue;
  /** The main queue through another client. */
  queueWith(client: QueueClient): SqsQueue;
  /** The dead-letter queue through another client. */
  deadLetterQueueWith(client: QueueClient): OperatedQueue;
  /** Environment in which a command finds the two. */
  readonly environment: Readonly<Record<string, string>>;
  /** Gives a delivery up, as the worker does, and returns its text. */
  bury(delivery?: QueuedDelivery, cause?: Partial<DeadLetterReason>): Promise<string>;
  /** The same, at a time of ms since 1970. */
  buryAt(time: number, delivery: QueuedDelivery): Promise<void>;
  /** Texts of the messages that anybody can receive now, without the series a redrive gives them, in alphabetical order. */
  textsIn(queue: 'queue' | 'deadLetterQueue'): readonly string[];
  /** Ids of the messages in the dead-letter queue, in the order they were sent. */
  deadIds(): readonly string[];
  close(): Promise<void>;
}

export async function startSqsQueues(): Promise<SqsQueues> {
  const sqs = await startFauxqs({ port: 0, logger: false });
  const url = `http://127.0.0.1:${sqs.port}`;
  const client = createSqsClient({ region: 'us-east-1', endpoint: url, credentials: CREDENTIALS });
  const names = { queue: 'deliveries', deadLetterQueue: 'dead-letters' } as const;
  const queue = new SqsQueue(sqs.createQueue(names.queue).queueUrl, client);
  const deadLetterQueue = new OperatedQueue(sqs.createQueue(names.deadLetterQueue).queueUrl, client);
  const deadLetters = new DeadLetterQueue(deadLetterQueue);
  const readyIn = (which: 'queue' | 'deadLetterQueue') => sqs.inspectQueue(names[which])?.messages.ready ?? [];
  return {
    sqs,
    url,
    client,
    queue,
    deadLetterQueue,
    queueWith: (other) => new SqsQueue(queue.url, other),
    deadLetterQueueWith: (other) => new OperatedQueue(deadLetterQueue.url, other),
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: url,
      QUEUE_URL: queue.url,
      DEAD_LETTER_QUEUE_URL: deadLetterQueue.url,
    },
    bury: async (delivery = queuedDelivery(), cause = {}) => {
      const handlers = ['file-ready'];
      const text = encodeDelivery({ ...delivery, handlers });
      const usual = { reason: 'NotFoundError: it is gone', errorCode: 'not_found', attempts: 1, handlers };
      await deadLetters.bury(text, { ...usual, ...cause });
      return text;
    },
    buryAt: async (time, delivery) => {
      const text = encodeDelivery({ ...delivery, handlers: ['file-ready'] });
      const usual = { reason: 'NotFoundError: it is gone', errorCode: 'not_found', attempts: '1' };
      await deadLetterQueue.send(text, { attributes: { ...usual, failedAt: new Date(time).toISOString() } });
    },
    textsIn: (which) =>
      readyIn(which)
        .map(({ body }) => body.replace(/,"redriveId":"[^"]*"/, ''))
        .sort(),
    deadIds: () => readyIn('deadLetterQueue').map(({ messageId }) => messageId),
    close: () => sqs.stop(),
  };
}

/** A delivery of an event of a resource like no other. */
export function queuedDelivery(resourceId: string = randomUUID()): QueuedDelivery {
  const body = JSON.stringify({ ...fileReady, resource: { id: resourceId, type: 'file' } });
  const deliveryKey = resourceId.replaceAll('-', '').repeat(2);
  return { body, deliveryKey, receivedAt: Date.now(), correlationId: `request-${resourceId}` };
}
