import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type QueueAttributeName,
  ReceiveMessageCommand,
  type ReceiveMessageCommandInput,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { afterEach, beforeEach } from '@jest/globals';
import { SandboxClock } from '../../../../sandbox/clock/sandbox-clock.ts';
import { runningSqs } from '../../../support/running-sqs.ts';

export const START = Date.UTC(2026, 10, 23);

const QUEUES = [
  {
    name: 'work',
    visibilityTimeoutSeconds: 60,
    retentionSeconds: 1_209_600,
    redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dead' },
  },
  { name: 'dead' },
];

type SendOptions = Partial<SendMessageCommandInput>;
type ReceiveOptions = Partial<ReceiveMessageCommandInput>;

/** Starts an SQS with the queues `work` and `dead` for each test, and returns calls of the AWS SDK to `work`. */
export function sqsUnderTest() {
  let clock: SandboxClock;
  let running: Awaited<ReturnType<typeof runningSqs>>;
  beforeEach(async () => {
    clock = new SandboxClock({ frozenAt: START });
    running = await runningSqs({ queues: QUEUES, clock });
  });
  afterEach(() => running.stop());

  const receive = async (options: ReceiveOptions = {}): Promise<Message[]> => {
    const input = { QueueUrl: running.urlOf('work'), MaxNumberOfMessages: 10, ...options };
    return (await running.client.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };
  return {
    get clock() {
      return clock;
    },
    get running() {
      return running;
    },
    send: (MessageBody: string, options: SendOptions = {}) =>
      running.client.send(new SendMessageCommand({ QueueUrl: running.urlOf('work'), MessageBody, ...options })),
    receive,
    receiveOne: async (options: ReceiveOptions = {}) => (await receive({ ...options, MaxNumberOfMessages: 1 }))[0],
    remove: (ReceiptHandle = '') =>
      running.client.send(new DeleteMessageCommand({ QueueUrl: running.urlOf('work'), ReceiptHandle })),
    hide: (ReceiptHandle = '', VisibilityTimeout = 0) => {
      const input = { QueueUrl: running.urlOf('work'), ReceiptHandle, VisibilityTimeout };
      return running.client.send(new ChangeMessageVisibilityCommand(input));
    },
    attributesOf: async (queue: string, AttributeNames: QueueAttributeName[] = ['All']) => {
      const input = { QueueUrl: running.urlOf(queue), AttributeNames };
      return (await running.client.send(new GetQueueAttributesCommand(input))).Attributes;
    },
  };
}
