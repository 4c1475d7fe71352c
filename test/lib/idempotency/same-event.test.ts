import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AwsConnectionError, AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { PermanentError } from '../../../lib/core/errors.ts';
import { type AnyWebhookEvent, RESOURCE_OF_EVENT, type WebhookEventName } from '../../../lib/events/event-map.ts';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { identifyEvent, type SameEventRule, SLOW_EVENTS } from '../../../lib/idempotency/same-event.ts';
import { webhookEvent } from '../../support/events.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { answered, type InterceptedCall, type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { WHY_EVENTS_REPEAT } from '../../support/repeating-events.ts';

const NOW = 1_795_000_000;
const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

let table: TestTable;
beforeAll(async () => {
  table = await startIdempotencyTable();
});
afterAll(() => table.close());

let bodies = 0;

interface Stage {
  readonly type?: WebhookEventName | 'file.archived';
  readonly rule?: SameEventRule;
  readonly interceptor?: Interceptor;
}

/** Deliveries of a body of their own to one handler. */
function deliveries({ type = 'file.ready', rule, interceptor }: Stage = {}) {
  const operations: string[] = [];
  const count: Interceptor = async (call) => {
    operations.push(call.operation);
    return await (interceptor ? interceptor(call) : call.forward());
  };
  const store = new DynamoDbIdempotencyStore(table.name, createDynamoDbClient(intercepted(count, table.url)));
  bodies += 1;
  const body = JSON.stringify({ type, number: bodies });
  const event: AnyWebhookEvent = { ...webhookEvent(), type };
  const keys: (string | undefined)[] = [];
  return {
    body,
    keys,
    operations,
    /** Delivers at a time, in seconds from `NOW`. Returns whether the handler ran. */
    async deliver(seconds: number, { handlerName = 'handler', work = async () => {} } = {}) {
      const identity = identifyEvent(event, { body, timestamp: String(NOW + seconds) }, rule);
      const { kind } = await store.runOnce({ ...identity, handlerName, lockMs: 60_000 }, async (history) => {
        keys.push(history.deliveryKey ?? identity.deliveryKey);
        await work();
      });
      return kind;
    },
  };
}

describe('the same body', () => {
  it.each(Object.entries(WHY_EVENTS_REPEAT))('of %s with another timestamp: %j', async (type, [repeatsQuickly]) => {
    expect(SLOW_EVENTS.has(type)).toBe(!repeatsQuickly);
    const { deliver } = deliveries({ type: type as WebhookEventName });
    expect([await deliver(0), await deliver(MINUTE)]).toEqual([
      'completed',
      repeatsQuickly ? 'completed' : 'duplicate',
    ]);
  });

  it('of an event that this version does not know is another event with another timestamp', async () => {
    const { deliver } = deliveries({ type: 'file.archived' });
    expect([await deliver(0), await deliver(1), await deliver(1)]).toEqual(['completed', 'completed', 'duplicate']);
  });

  it('has a reason for every event', () => {
    expect(Object.keys(WHY_EVENTS_REPEAT).sort()).toEqual(Object.keys(RESOURCE_OF_EVENT).sort());
  });
});

describe('the rule of the body', () => {
  it.each([
    { name: 'the same timestamp', seconds: 0, kind: 'duplicate' },
    { name: 'a timestamp 15 minutes later', seconds: 15 * MINUTE, kind: 'duplicate' },
    { name: 'a timestamp a second later than that', seconds: 15 * MINUTE + 1, kind: 'completed' },
    { name: 'a timestamp days later', seconds: 3 * DAY, kind: 'completed' },
    { name: 'a timestamp 15 minutes earlier', seconds: -15 * MINUTE, kind: 'duplicate' },
    { name: 'a timestamp a second earlier than that', seconds: -15 * MINUTE - 1, kind: 'completed' },
  ])('makes a delivery with $name a $kind', async ({ seconds, kind }) => {
    const { deliver } = deliveries();
    expect([await deliver(0), await deliver(seconds)]).toEqual(['completed', kind]);
  });

  it('measures from the first delivery: a chain of deliveries ends', async () => {
    const { deliver } = deliveries();
    const kinds = [];
    for (const minutes of [0, 10, 20, 30, 40]) kinds.push(await deliver(minutes * MINUTE));
    expect(kinds).toEqual(['completed', 'duplicate', 'completed', 'duplicate', 'completed']);
  });

  it('recognizes every copy of an earlier event after later ones are done', async () => {
    const { deliver, keys, body } = deliveries();
    const starts = [0, 16 * MINUTE, 3 * DAY];
    for (const start of starts) expect(await deliver(start)).toBe('completed');
    for (const start of starts) {
      for (const seconds of [0, 15, 4 * MINUTE]) expect(await deliver(start + seconds)).toBe('duplicate');
    }
    expect(keys).toEqual(starts.map((start) => deliveryKey({ body, timestamp: String(NOW + start) })));
  });

  it('keeps a delivery with its event when earlier deliveries arrive later', async () => {
    const { deliver } = deliveries();
    const kinds = [];
    for (const minutes of [20, 10, 4, 10, 20]) kinds.push(await deliver(minutes * MINUTE));
    expect(kinds).toEqual(['completed', 'duplicate', 'completed', 'duplicate', 'duplicate']);
  });

  it('has the key of the first delivery at a retry with a new timestamp', async () => {
    const { deliver, keys } = deliveries();
    const fail = { work: () => Promise.reject(new PermanentError('refused')) };
    for (const seconds of [0, 15]) await expect(deliver(seconds, fail)).rejects.toThrow('refused');
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });

  it('keeps the events of each handler', async () => {
    const { deliver } = deliveries();
    expect([await deliver(0), await deliver(0, { handlerName: 'other' })]).toEqual(['completed', 'completed']);
  });

  it('finds one event if two deliveries arrive at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { deliver, keys } = deliveries();
      await Promise.all([0, 15, 45, 75].map((seconds) => deliver(seconds)));
      expect(keys).toHaveLength(1);
    }
  });

  it('finds both events if their deliveries arrive at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { deliver, keys } = deliveries();
      await Promise.all([0, 15, 2 * DAY, 2 * DAY + 15].map((seconds) => deliver(seconds)));
      expect(new Set(keys).size).toBe(2);
      expect(keys).toHaveLength(2);
    }
  });

  it('finds the event although DynamoDB returns a new list only to consistent reads', async () => {
    const isConsistent = ({ operation, input }: InterceptedCall) =>
      operation !== 'GetItem' || input.ConsistentRead === true;
    const { deliver } = deliveries({
      interceptor: async (call) => (isConsistent(call) ? call.forward() : answered(call)),
    });
    expect([await deliver(0), await deliver(MINUTE)]).toEqual(['completed', 'duplicate']);
  });

  it('is the same when the response of each write is lost once', async () => {
    const { deliver, keys } = deliveries({
      interceptor: async ({ operation, forward }) => {
        const response = await forward();
        return operation === 'UpdateItem' ? await forward() : response; // as the AWS client does
      },
    });
    await deliver(0);
    await deliver(DAY);
    await deliver(DAY + 15);
    expect(keys).toHaveLength(2);
  });

  it('starts no handler while the list is unavailable', async () => {
    let calls = 0;
    const { deliver, keys } = deliveries({
      interceptor: async ({ operation, forward }) => {
        calls += 1;
        if (calls === 1) throw new AwsConnectionError({ service: 'dynamodb', operation }, 'it is down');
        return await forward();
      },
    });
    await expect(deliver(0)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      wasHandlerStarted: false,
    });
    expect(keys).toEqual([]);
  });

  it('starts no handler if other processes change the list at each of eight attempts', async () => {
    const refusal = { service: 'dynamodb', status: 400, awsCode: 'ConditionalCheckFailedException' };
    const { deliver, keys, operations } = deliveries({
      interceptor: async ({ operation, forward }) => {
        if (operation === 'UpdateItem') throw new AwsServiceError({ ...refusal, operation });
        return await forward();
      },
    });
    await expect(deliver(0)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      cause: { message: expect.stringContaining('8 times') },
    });
    expect(operations.filter((operation) => operation === 'UpdateItem')).toHaveLength(8);
    expect(keys).toEqual([]);
  });

  it('finds the event if the list disappears while the store reads it', async () => {
    let reads = 0;
    const { deliver } = deliveries({
      interceptor: async (call) => {
        if (call.operation !== 'GetItem') return await call.forward();
        reads += 1;
        return reads === 1 ? answered(call) : await call.forward();
      },
    });
    expect([await deliver(0), await deliver(MINUTE)]).toEqual(['completed', 'duplicate']);
  });

  it('makes the documented calls', async () => {
    const { deliver, operations } = deliveries();
    const callsAt = async (seconds: number) => {
      operations.length = 0;
      await deliver(seconds);
      return operations.join(' ');
    };
    const [own, duplicate] = ['UpdateItem UpdateItem', 'UpdateItem GetItem'];
    expect(await callsAt(0)).toBe(`UpdateItem ${own}`);
    expect(await callsAt(15)).toMatch(new RegExp(`^UpdateItem GetItem ${duplicate}`));
    expect(await callsAt(DAY)).toBe(`UpdateItem GetItem UpdateItem ${own}`);
  });
});

describe('the rule of body and timestamp', () => {
  it('makes two events in the same second one, and makes no other call', async () => {
    const { deliver, operations } = deliveries({ type: 'share.viewed' });
    expect(await deliver(0)).toBe('completed');
    expect(operations).toEqual(['UpdateItem', 'UpdateItem']);
    expect([await deliver(0), await deliver(1)]).toEqual(['duplicate', 'completed']);
  });
});

describe('a handler that chooses the rule', () => {
  it.each<{ rule: SameEventRule; type: WebhookEventName; kind: string }>([
    { rule: 'body', type: 'share.viewed', kind: 'duplicate' },
    { rule: 'body-and-timestamp', type: 'file.ready', kind: 'completed' },
    { rule: ({ resourceId }) => `${resourceId} ${bodies}`, type: 'share.viewed', kind: 'duplicate' },
  ])('can use $rule for $type', async ({ rule, type, kind }) => {
    const { deliver } = deliveries({ type, rule });
    expect([await deliver(0), await deliver(MINUTE)]).toEqual(['completed', kind]);
  });

  it('can use a function, which has no window and needs no other call', async () => {
    const { deliver, keys, operations } = deliveries({ rule: () => `text ${bodies}` });
    expect(await deliver(0)).toBe('completed');
    expect(operations).toEqual(['UpdateItem', 'UpdateItem']);
    expect(await deliver(20 * DAY)).toBe('duplicate');
    expect(keys).toEqual([createHash('sha256').update(`event:text ${bodies}`).digest('hex')]);
  });

  it.each([undefined, '', 7])('fails if its function returns %j', (text) => {
    const rule = () => text as string;
    expect(() => identifyEvent(webhookEvent(), { body: '{}', timestamp: '1' }, rule)).toThrow(TypeError);
  });
});
