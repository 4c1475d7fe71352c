import { type ServiceCaller, ServiceRefusal } from '../json-service.ts';
import { MAX_MESSAGE_BYTES, md5Of, md5OfAttributes, type ReceivedMessage, systemAttributesOf } from './message.ts';
import type { Queue } from './queue.ts';
import { queueUrl } from './queue-names.ts';
import { DEFAULT_RETENTION_SECONDS, DEFAULT_VISIBILITY_SECONDS } from './queue-options.ts';
import { type Input, invalid, missing, readMessage, readNames, readNumber, readText } from './read-input.ts';

/** What an operation may look at. */
interface Surroundings {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly caller: ServiceCaller;
}

/** One operation of SQS: from the fields of a request to those of its answer. */
type Operation = (input: Input, surroundings: Surroundings) => object | Promise<object>;

/** By name. */
export const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    'SendMessage',
    async (input, { queues }) => {
      const message = readMessage(input);
      const { id, body, attributes } = await queueOf(input, queues).send(message);
      return { MessageId: id, MD5OfMessageBody: md5Of(body), MD5OfMessageAttributes: md5OfAttributes(attributes) };
    },
  ],
  [
    'ReceiveMessage',
    async (input, { queues, caller }) => {
      const visibilitySeconds = readNumber(input, 'VisibilityTimeout', { max: 43_200 });
      const messages = await queueOf(input, queues).receive({
        maxMessages: readNumber(input, 'MaxNumberOfMessages', { min: 1, max: 10 }) ?? 1,
        waitSeconds: readNumber(input, 'WaitTimeSeconds', { max: 20 }) ?? 0,
        ...(visibilitySeconds !== undefined && { visibilitySeconds }),
        signal: caller.signal,
      });
      return messages.length > 0 ? { Messages: messages.map((message) => describe(message, input)) } : {};
    },
  ],
  [
    'DeleteMessage',
    async (input, { queues }) => {
      await queueOf(input, queues).delete(readText(input, 'ReceiptHandle'));
      return {};
    },
  ],
  [
    'ChangeMessageVisibility',
    (input, { queues }) => {
      const seconds = readNumber(input, 'VisibilityTimeout', { max: 43_200 });
      if (seconds === undefined) throw missing('VisibilityTimeout');
      const handle = readText(input, 'ReceiptHandle');
      const problem = queueOf(input, queues).changeVisibility(handle, seconds);
      if (problem === 'not_in_flight') {
        const reason = 'Message does not exist or is not available for visibility timeout change.';
        throw invalid(`Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`);
      }
      if (problem === 'too_long') {
        const reason = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds].';
        throw invalid(`Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: ${reason}`);
      }
      return {};
    },
  ],
  [
    'GetQueueAttributes',
    (input, { queues }) => {
      const wanted = readNames(input.AttributeNames);
      return { Attributes: pick(attributesOf(queueOf(input, queues)), wanted) };
    },
  ],
  [
    'GetQueueUrl',
    ({ QueueName }, { queues, caller }) => ({
      QueueUrl: queueUrl(`http://${caller.host}`, queueOf({ QueueUrl: QueueName }, queues).options.name),
    }),
  ],
  [
    'ListQueues',
    ({ QueueNamePrefix: prefix = '' }, { queues, caller }) => ({
      QueueUrls: [...queues.keys()]
        .filter((name) => name.startsWith(String(prefix)))
        .map((name) => queueUrl(`http://${caller.host}`, name)),
    }),
  ],
]);

/** A queue's URL ends with its name; the rest of it, which is this machine's, is not looked at. */
function queueOf(input: Input, queues: ReadonlyMap<string, Queue>): Queue {
  const queue = queues.get(readText(input, 'QueueUrl').split('/').at(-1) ?? '');
  if (!queue) throw new ServiceRefusal('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** A message, with those of its attributes that were asked for. */
function describe(message: ReceivedMessage, input: Input): object {
  const wanted = readNames(input.MessageAttributeNames);
  const attributes = pick(message.attributes, wanted);
  // AttributeNames is the older name of the same.
  const wantedOfSystem = readNames(input.MessageSystemAttributeNames ?? input.AttributeNames);
  const systemAttributes = pick(systemAttributesOf(message), wantedOfSystem);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5Of(message.body),
    Body: message.body,
    ...(!isEmpty(systemAttributes) && { Attributes: systemAttributes }),
    ...(!isEmpty(attributes) && { MessageAttributes: attributes, MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}

function attributesOf({ options, counts }: Queue): Readonly<Record<string, string>> {
  const {
    arn,
    visibilitySeconds = DEFAULT_VISIBILITY_SECONDS,
    delaySeconds = 0,
    retentionSeconds = DEFAULT_RETENTION_SECONDS,
    redrive,
    findQueue,
  } = options;
  const deadLetterTargetArn = redrive && findQueue(redrive.queue)?.options.arn;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.in_flight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(visibilitySeconds),
    DelaySeconds: String(delaySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(redrive && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: redrive.maxReceiveCount }),
    }),
  };
}

function pick<Value>(from: Readonly<Record<string, Value>>, isWanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(from).filter(([name]) => isWanted(name)));
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
