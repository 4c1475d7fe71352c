import { describe, expect, it } from '@jest/globals';
import { readBatch, readSqsRecord } from '../../../lib/worker/sqs-record.ts';

const RECORD = { messageId: 'message', receiptHandle: 'receipt', body: '{}' };

describe('readBatch', () => {
  it.each([undefined, null, 'text', {}, { Records: null }, { Records: { 0: RECORD } }])('refuses %p', (event) => {
    expect(() => readBatch(event)).toThrow('Expected a batch of SQS messages with a list "Records"');
  });

  it('returns records of its own, because Powertools changes them', () => {
    const Records = [Object.freeze({ ...RECORD }), null];
    const batch = readBatch({ Records });
    expect(batch.Records).toEqual([RECORD, {}]);
    expect(batch.Records[0]).not.toBe(Records[0]);
  });
});

describe('readSqsRecord', () => {
  it('returns the number of receives and the time of the first send', () => {
    const attributes = { ApproximateReceiveCount: '3', SentTimestamp: '1795000000000' };
    expect(readSqsRecord({ ...RECORD, attributes })).toEqual({ ...RECORD, receiveCount: 3, sentAt: 1_795_000_000_000 });
  });

  it.each([undefined, {}, { ApproximateReceiveCount: 'many', SentTimestamp: 'never' }])(
    'returns one receive and the current time for the attributes %p',
    (attributes) => {
      const before = Date.now();
      const { receiveCount, sentAt } = readSqsRecord({ ...RECORD, attributes });
      expect(receiveCount).toBe(1);
      expect(sentAt).toBeGreaterThanOrEqual(before);
      expect(sentAt).toBeLessThanOrEqual(Date.now());
    },
  );

  it.each(['messageId', 'receiptHandle', 'body'])('refuses a record without %s', (field) => {
    expect(() => readSqsRecord({ ...RECORD, [field]: undefined })).toThrow('Expected an SQS record with messageId');
  });
});
