import { createHash } from 'node:crypto';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { FirstDeliveries } from '../../../lib/idempotency/first-deliveries.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';

const NOW = 1_795_000_000;
const DAY = 24 * 60 * 60;

let table: TestTable;
beforeEach(async () => {
  table = await startIdempotencyTable();
  setClock(0);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await table.close();
});

/** Sets the clock of the store, in seconds from `NOW`. */
const setClock = (seconds: number) => void jest.spyOn(Date, 'now').mockReturnValue((NOW + seconds) * 1_000);

const sha256 = (text: string, encoding: 'base64' | 'hex') => createHash('sha256').update(text).digest(encoding);

async function read(id: string) {
  const input = { TableName: table.name, Key: { id: { S: id } }, ConsistentRead: true };
  return (await table.client.send(new GetItemCommand(input))).Item;
}

it('the record of a handler has the lock and the failures, and expires after 35 days', async () => {
  const options = { deliveryKey: 'a'.repeat(64), handlerName: 'file-ready', lockMs: 60_000 };
  const id = `frameio-lambda#${sha256(`"${options.deliveryKey}#file-ready"`, 'base64')}`;
  await new DynamoDbIdempotencyStore(table.name, table.client).runOnce(options, async () => {
    expect(await read(id)).toEqual({
      id: { S: id },
      status: { S: 'INPROGRESS' },
      in_progress_expiration: { N: `${NOW * 1_000 + 60_000}` },
      attempt_id: { S: expect.any(String) },
      failures: { N: '1' },
      expiration: { N: `${NOW + 35 * DAY}` },
    });
    setClock(1);
  });
  expect(await read(id)).toMatchObject({ status: { S: 'COMPLETED' }, expiration: { N: `${NOW + 1 + 35 * DAY}` } });
});

describe('the list of first deliveries', () => {
  const body = '{}';
  const id = `frameio-lambda-events#${sha256(`${sha256(body, 'hex')}#file-ready`, 'base64')}`;

  /** Finds the first delivery of an event whose delivery has this timestamp, in seconds from `NOW`. */
  const find = async (seconds: number) => {
    const keyOf = (timestamp: string) => deliveryKey({ body, timestamp });
    const delivery = { body, timestamp: `${NOW + seconds}`, keyOf };
    return Number(await new FirstDeliveries(table.client, table.name).find(delivery, 'file-ready')) - NOW;
  };

  it('has their timestamps, oldest event first, and expires 70 days after its last change', async () => {
    await find(0);
    setClock(DAY);
    expect([await find(DAY), await find(DAY + 15)]).toEqual([DAY, DAY]);
    expect(await read(id)).toEqual({
      id: { S: id },
      first_timestamps: { S: `${NOW} ${NOW + DAY}` },
      expiration: { N: `${NOW + 71 * DAY}` },
    });
  });

  it.each([
    { name: 'stays as it is while it has 36 days to live', clock: 34 * DAY, expiration: NOW + 70 * DAY },
    { name: 'gets a new time to live when it has less', clock: 34 * DAY + 1, expiration: NOW + 104 * DAY + 1 },
  ])('$name', async ({ clock, expiration }) => {
    await find(0);
    setClock(clock);
    expect(await find(15)).toBe(0);
    expect(await read(id)).toMatchObject({ first_timestamps: { S: `${NOW}` }, expiration: { N: `${expiration}` } });
  });

  it('counts as empty after it has expired, even if DynamoDB has not deleted it yet', async () => {
    await find(0);
    setClock(70 * DAY + 1);
    expect(await find(15)).toBe(15);
    expect(await read(id)).toMatchObject({ first_timestamps: { S: `${NOW + 15}` } });
  });

  it('keeps the newest 4,000 events', async () => {
    await find(0);
    const timestamps = Array.from({ length: 4_000 }, (_, index) => NOW + index * DAY);
    const command = new UpdateItemCommand({
      TableName: table.name,
      Key: { id: { S: id } },
      UpdateExpression: 'SET first_timestamps = :text',
      ExpressionAttributeValues: { ':text': { S: timestamps.join(' ') } },
    });
    await table.client.send(command);
    await find(4_000 * DAY);
    const expected = [...timestamps.slice(1), NOW + 4_000 * DAY].join(' ');
    expect(await read(id)).toMatchObject({ first_timestamps: { S: expected } });
  });
});
