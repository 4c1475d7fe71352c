import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';

it('returns the SHA-256 of timestamp and body', () => {
  const expected = createHash('sha256').update('1:{"type":"x"}').digest('hex');
  expect(deliveryKey({ body: Buffer.from('{"type":"x"}'), timestamp: '1' })).toBe(expected);
  expect(deliveryKey({ body: '{"type":"x"}', timestamp: '1' })).toBe(expected);
});
