import { expect, it } from '@jest/globals';
import { readMessage } from '../../../lib/aws/received-message.ts';

const MESSAGE = {
  MessageId: 'message',
  ReceiptHandle: 'receipt',
  Body: '{}',
  Attributes: { ApproximateReceiveCount: '3', SentTimestamp: '1795000000000' },
};
const READ = { messageId: 'message', receiptHandle: 'receipt', body: '{}', receiveCount: 3, sentAt: 1_795_000_000_000 };

it('a message without attributes of its own has none', () => {
  expect(readMessage(MESSAGE)).toEqual({ ...READ, attributes: {} });
});

it('a message has those of its attributes that are texts', () => {
  const MessageAttributes = {
    reason: { DataType: 'String', StringValue: 'no disk' },
    picture: { DataType: 'Binary', BinaryValue: new Uint8Array(1) },
  };
  expect(readMessage({ ...MESSAGE, MessageAttributes })).toStrictEqual({ ...READ, attributes: { reason: 'no disk' } });
});

it('a message without the attributes of SQS has no number of receives', () => {
  expect(readMessage({ ...MESSAGE, Attributes: undefined }).receiveCount).toBeNaN();
});
