import { expect, it } from '@jest/globals';
import {
  decodeDelivery,
  encodeDelivery,
  type QueuedDelivery,
  resetForRedrive,
} from '../../../lib/queue/queued-delivery.ts';

const DELIVERY: QueuedDelivery = {
  body: '{"type":"file.ready","note":"ü\\u0000 \\"quoted\\""}',
  deliveryKey: 'a'.repeat(64),
  receivedAt: 1_795_000_000_000,
  correlationId: 'request-1',
};

const EARLIER = {
  timestamp: '1795000000',
  attemptsBefore: 3,
  queuedSince: 1_795_000_000_001,
  notBefore: 1_795_000_000_002,
};

it.each([
  { name: 'for all handlers', delivery: DELIVERY },
  { name: 'for some handlers', delivery: { ...DELIVERY, handlers: ['file-ready', 'audit'] } },
  { name: 'of an earlier attempt', delivery: { ...DELIVERY, ...EARLIER, redriveId: 'redrive-1' } },
])('decodes an encoded message $name to the same delivery', ({ delivery }) => {
  expect(decodeDelivery(encodeDelivery(delivery))).toEqual(delivery);
});

it('encodes no character that SQS refuses', () => {
  const delivery = { ...DELIVERY, body: '"\ufffe\uffff\ud800\u0001"' };
  const text = encodeDelivery(delivery);
  expect(text).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]*$/);
  expect(decodeDelivery(text)).toEqual(delivery);
});

it.each([
  '',
  'hello',
  'null',
  '[]',
  '{"version":1}',
  JSON.stringify({ version: 2, ...DELIVERY }),
  JSON.stringify({ version: 1, ...DELIVERY, body: 7 }),
  JSON.stringify({ version: 1, ...DELIVERY, receivedAt: 'today' }),
  JSON.stringify({ version: 1, ...DELIVERY, handlers: 'all' }),
  JSON.stringify({ version: 1, ...DELIVERY, deliveryKey: undefined }),
  JSON.stringify({ version: 1, ...DELIVERY, correlationId: null }),
  JSON.stringify({ version: 1, ...DELIVERY, handlers: ['file-ready', 1] }),
  JSON.stringify({ version: 1, ...DELIVERY, attemptsBefore: '3' }),
  JSON.stringify({ version: 1, ...DELIVERY, queuedSince: '1795000000000' }),
  JSON.stringify({ version: 1, ...DELIVERY, notBefore: null }),
  JSON.stringify({ version: 1, ...DELIVERY, redriveId: 1 }),
  JSON.stringify({ version: 1, ...DELIVERY, timestamp: 1_795_000_000 }),
])('returns undefined for %j', (text) => {
  expect(decodeDelivery(text)).toBeUndefined();
});

it('resets the attempts and the age of a message to redrive', () => {
  const delivery = { ...DELIVERY, ...EARLIER, handlers: ['file-ready'], redriveId: 'redrive-1' };
  expect(decodeDelivery(resetForRedrive(encodeDelivery(delivery), 'redrive-2'))).toEqual({
    ...DELIVERY,
    timestamp: '1795000000',
    handlers: ['file-ready'],
    redriveId: 'redrive-2',
  });
});

it('leaves a message of another version unchanged', () => {
  const text = JSON.stringify({ version: 2, ...DELIVERY });
  expect(resetForRedrive(text, 'redrive-2')).toBe(text);
});
