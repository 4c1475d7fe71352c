import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { RESOURCE_OF_EVENT } from '../../../lib/events/event-map.ts';
import { deliveryKey, IS_REPEATABLE } from '../../../lib/idempotency/delivery-key.ts';
import { WHY_EVENTS_REPEAT } from '../../support/repeating-events.ts';

describe('the same body with another timestamp', () => {
  it.each(
    Object.entries(WHY_EVENTS_REPEAT).map(([event, [repeats, because]]) => ({
      event,
      repeats,
      because,
      means: repeats ? 'another event' : 'the same event',
    })),
  )('is $means for $event: $because', ({ event, repeats }) => {
    const [first, second] = ['1604004499', '1604004514'].map((timestamp) =>
      deliveryKey({ eventType: event, body: '{}', timestamp }),
    );
    expect(first === second).toBe(!repeats);
  });

  it('is another event for an event type that this version does not know', () => {
    const keys = ['1', '2'].map((timestamp) => deliveryKey({ eventType: 'file.archived', body: '{}', timestamp }));
    expect(new Set(keys).size).toBe(2);
  });

  it('has an entry in the table for every event type', () => {
    expect(Object.keys(IS_REPEATABLE).sort()).toEqual(Object.keys(RESOURCE_OF_EVENT).sort());
  });
});

it('returns the SHA-256 of the body, or of timestamp and body', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const body = Buffer.from('{"type":"x"}');
  expect(deliveryKey({ eventType: 'file.ready', body, timestamp: '1' })).toBe(sha256('{"type":"x"}'));
  expect(deliveryKey({ eventType: 'share.viewed', body, timestamp: '1' })).toBe(sha256('1:{"type":"x"}'));
});
