import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { readFailedIds } from '../../sandbox/aws/lambda/batch-response.ts';
import { SDK_SETTINGS } from '../support/running-sqs.ts';

/**
 * Passes the messages of a queue to a function once, as Lambda's event source does, and deletes those that it completes.
 *
 * @returns The number of completed messages.
 */
export async function pollQueue(
  queueUrl: string,
  url: string,
  invoke: (event: unknown) => Promise<unknown>,
): Promise<number> {
  const client = new SQSClient({ ...SDK_SETTINGS, endpoint: url });
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  if (Messages.length === 0) return 0;
  const ids = Messages.map(({ MessageId = '' }) => MessageId);
  const response = await invoke({
    Records: Messages.map(({ MessageId, ReceiptHandle, Body, Attributes, MessageAttributes = {} }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes,
      messageAttributes: Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { StringValue, DataType }]) => [
          name,
          { stringValue: StringValue, dataType: DataType },
        ]),
      ),
      eventSource: 'aws:sqs',
      eventSourceARN: `arn:aws:sqs:us-east-1:123456789012:${queueUrl.split('/').at(-1)}`,
      awsRegion: 'us-east-1',
    })),
  });
  const failed = readFailedIds(response, ids);
  if (typeof failed === 'string') throw new Error(`The batch failed: ${failed}.`);
  const completed = Messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
  for (const { ReceiptHandle } of completed) {
    await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
  return completed.length;
}
