import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueClient } from '../../lib/aws/sqs-client.ts';
import { SqsQueue } from '../../lib/aws/sqs-queue.ts';

/** Approximate number of messages in a queue. */
export interface MessageCount {
  /** Messages that any consumer can receive now. */
  readonly visible: number;
  /** Messages that a consumer has received, and delayed messages. */
  readonly hidden: number;
}

/** SQS's names of the three counts. */
const COUNT_ATTRIBUTES = {
  visible: 'ApproximateNumberOfMessages',
  received: 'ApproximateNumberOfMessagesNotVisible',
  delayed: 'ApproximateNumberOfMessagesDelayed',
} as const;

/** A queue of SQS that reports how many messages it holds. */
export class CountableQueue extends SqsQueue {
  readonly #client: QueueClient;

  constructor(url: string, client: QueueClient) {
    super(url, client);
    this.#client = client;
  }

  /** Requests the counts from SQS. They are exact about a minute after the last change, and may lag before that. */
  async count(): Promise<MessageCount> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: this.url,
      AttributeNames: Object.values(COUNT_ATTRIBUTES),
    });
    const { Attributes: attributes = {} } = await this.#client.send(command);
    const numberOf = (kind: keyof typeof COUNT_ATTRIBUTES) => Number(attributes[COUNT_ATTRIBUTES[kind]] ?? 0);
    return { visible: numberOf('visible'), hidden: numberOf('received') + numberOf('delayed') };
  }
}
