import { expect, it } from '@jest/globals';
import { readDeadLetter } from '../../../cli/dlq/dead-letter.ts';
import { formatBriefly, formatDeadLetter, formatInFull } from '../../../cli/dlq/format-dead-letter.ts';
import { encodeDelivery } from '../../../lib/queue/queued-delivery.ts';

const NOW = Date.UTC(2030, 0, 1);

const JOB = readDeadLetter({
  messageId: 'message-1',
  receiptHandle: 'handle',
  receiveCount: 1,
  sentAt: NOW,
  body: encodeDelivery({
    body: '{"fileId":"f1"}',
    job: 'render',
    deliveryKey: 'key',
    receivedAt: NOW - 60_000,
    correlationId: 'correlation-1',
  }),
  attributes: { reason: 'ffmpeg failed', errorCode: 'handler_failed', attempts: '12' },
});

it('formats a job with its name, and without handlers', () => {
  expect(formatBriefly(JOB)).toBe('message-1  job render');
  const lines = formatDeadLetter(JOB, NOW).split('\n');
  expect(lines.map((line) => line.trim().replace(/ {2,}/g, '  '))).toEqual([
    'message-1',
    'job  render',
    'reason  handler_failed  ffmpeg failed',
    'attempts  12',
    'received  1 min ago',
  ]);
});

it('shows the payload of a job', () => {
  expect(formatInFull(JOB, NOW)).toMatch(/"fileId": "f1"/);
});
