import {
  isBinary,
  type MessageAttribute,
  md5Of,
  md5OfAttributes,
  type ReceivedMessage,
  systemAttributesOf,
} from '../sqs/message.ts';

/** Creates the event for a batch of messages (Lambda guide, "Using Lambda with Amazon SQS"). */
export function sqsEvent(messages: readonly ReceivedMessage[], queueArn: string): object {
  const [, , , awsRegion] = queueArn.split(':');
  return {
    Records: messages.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: systemAttributesOf(message),
      messageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, attribute]) => [name, attributeOf(attribute)]),
      ),
      md5OfMessageAttributes: md5OfAttributes(message.attributes),
      md5OfBody: md5Of(message.body),
      eventSource: 'aws:sqs',
      eventSourceARN: queueArn,
      awsRegion,
    })),
  };
}

function attributeOf(attribute: MessageAttribute): object {
  const value = isBinary(attribute) ? { binaryValue: attribute.BinaryValue } : { stringValue: attribute.StringValue };
  return { ...value, stringListValues: [], binaryListValues: [], dataType: attribute.DataType };
}
