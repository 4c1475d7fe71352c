import { expect, it } from '@jest/globals';
import { decodeDelivery, encodeDelivery, type QueuedDelivery } from '../../../lib/queue/queued-delivery.ts';

const DELIVERY: QueuedDelivery = {
  body: '{"type":"file.ready","note":"ü\\u0000 \\"quoted\\""}',
  deliveryKey: 'a'.repeat(64),
  receivedAt: 1_795_000_000_000,
  correlationId: 'request-1',
};

it.each([
  { name: 'for all handlers', delivery: DELIVERY },
  { name: 'for some handlers', delivery: { ...DELIVERY, handlers: ['file-ready', 'audit'] } },
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
  JSON.stringify({ version: 1, ...DELIVERY, handlers: [1] }),
])('returns undefined for %j', (text) => {
  expect(decodeDelivery(text)).toBeUndefined();
});
