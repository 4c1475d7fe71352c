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
  { name: 'for some', delivery: { ...DELIVERY, handlers: ['file-ready', 'audit'] } },
])('a message $name comes out as it went in, its body to the byte', ({ delivery }) => {
  expect(decodeDelivery(encodeDelivery(delivery))).toEqual(delivery);
});

it('a message holds no character that SQS refuses', () => {
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
])('%j is no message', (text) => {
  expect(decodeDelivery(text)).toBeUndefined();
});
