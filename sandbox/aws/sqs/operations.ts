import { AwsServiceError, type ServiceCaller } from '../json-protocol/json-service.ts';
import { MAX_MESSAGE_BYTES, md5Of, md5OfAttributes, type ReceivedMessage, systemAttributesOf } from './message.ts';
import type { Queue } from './queue.ts';
import { queueUrl } from './queue-names.ts';
import { DEFAULT_RETENTION_SECONDS, DEFAULT_VISIBILITY_TIMEOUT_SECONDS } from './queue-settings.ts';
import {
  type Input,
  invalid,
  missing,
  readMessage,
  readNames,
  readNumber,
  readReceiptHandle,
  readText,
} from './read-input.ts';

/** What an operation needs besides its input. */
interface OperationContext {
  readonly queues: ReadonlyMap<string, Queue>;
  readonly caller: ServiceCaller;
}

/** One operation of SQS: turns the fields of a request into those of its response. */
type Operation = (input: Input, context: OperationContext) => object | Promise<object>;

/** The operations by name. */
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
      const visibilityTimeoutSeconds = readNumber(input, 'VisibilityTimeout', { max: 43_200 });
      const messages = await queueOf(input, queues).receive({
        maxMessages: readNumber(input, 'MaxNumberOfMessages', { min: 1, max: 10 }) ?? 1,
        waitTimeSeconds: readNumber(input, 'WaitTimeSeconds', { max: 20 }) ?? 0,
        ...(visibilityTimeoutSeconds !== undefined && { visibilityTimeoutSeconds }),
        signal: caller.signal,
      });
      return messages.length > 0 ? { Messages: messages.map((message) => formatMessage(message, input)) } : {};
    },
  ],
  [
    'DeleteMessage',
    async (input, { queues }) => {
      const queue = queueOf(input, queues);
      await queue.delete(readReceiptHandle(input));
      return {};
    },
  ],
  [
    'ChangeMessageVisibility',
    (input, { queues }) => {
      const seconds = readNumber(input, 'VisibilityTimeout', { max: 43_200 });
      if (seconds === undefined) throw missing('VisibilityTimeout');
      const queue = queueOf(input, queues);
      const handle = readReceiptHandle(input);
      const error = queue.changeVisibility(handle, seconds);
      if (error === 'not_in_flight') {
        const reason = 'Message does not exist or is not available for visibility timeout change.';
        throw invalid(`Value ${handle} for parameter ReceiptHandle is invalid. Reason: ${reason}`);
      }
      if (error === 'too_long') {
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

/** Finds a queue by the last segment of its URL, which is its name. */
function queueOf(input: Input, queues: ReadonlyMap<string, Queue>): Queue {
  const queue = queues.get(readText(input, 'QueueUrl').split('/').at(-1) ?? '');
  if (!queue) throw new AwsServiceError('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

/** Returns a message with the attributes that the request names. */
function formatMessage(message: ReceivedMessage, input: Input): object {
  const wanted = readNames(input.MessageAttributeNames);
  const attributes = pick(message.attributes, wanted);
  // AttributeNames is the deprecated name of the same parameter.
  const wantedSystemAttributes = readNames(input.MessageSystemAttributeNames ?? input.AttributeNames);
  const systemAttributes = pick(systemAttributesOf(message), wantedSystemAttributes);
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
    visibilityTimeoutSeconds = DEFAULT_VISIBILITY_TIMEOUT_SECONDS,
    delaySeconds = 0,
    retentionSeconds = DEFAULT_RETENTION_SECONDS,
    redrivePolicy,
    findQueue,
  } = options;
  const deadLetterTargetArn = redrivePolicy && findQueue(redrivePolicy.deadLetterQueue)?.options.arn;
  return {
    QueueArn: arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.in_flight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    VisibilityTimeout: String(visibilityTimeoutSeconds),
    DelaySeconds: String(delaySeconds),
    MessageRetentionPeriod: String(retentionSeconds),
    MaximumMessageSize: String(MAX_MESSAGE_BYTES),
    ...(redrivePolicy && {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: redrivePolicy.maxReceiveCount }),
    }),
  };
}

function pick<Value>(from: Readonly<Record<string, Value>>, isWanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(from).filter(([name]) => isWanted(name)));
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
