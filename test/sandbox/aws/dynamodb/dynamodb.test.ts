import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import dynalite from 'dynalite';
import { DynamoDb } from '../../../../sandbox/aws/dynamodb/dynamodb.ts';
import { IDEMPOTENCY_TABLE } from '../../../support/idempotency-table-definition.ts';
import { runningDynamoDb } from '../../../support/running-dynamodb.ts';

const TableName = 'idempotency';
const NOW = 1_000;

let running: Awaited<ReturnType<typeof runningDynamoDb>>;

beforeEach(async () => {
  running = await runningDynamoDb();
});
afterEach(() => running.stop());

const get = async (id: string) =>
  (await running.client.send(new GetItemCommand({ TableName, Key: { id: { S: id } }, ConsistentRead: true }))).Item;

/** Locks an item unless it is locked or completed, with the condition of Powertools' idempotency. */
const lock = (id: string, attempt: string, now = NOW) =>
  running.client.send(
    new PutItemCommand({
      TableName,
      Item: {
        id: { S: id },
        status: { S: 'INPROGRESS' },
        attempt: { S: attempt },
        in_progress_expiration: { N: String(now + 100) },
      },
      ConditionExpression:
        'attribute_not_exists(#id) OR (#status = :inprogress AND attribute_exists(#until) AND #until < :now)',
      ExpressionAttributeNames: { '#id': 'id', '#status': 'status', '#until': 'in_progress_expiration' },
      ExpressionAttributeValues: { ':inprogress': { S: 'INPROGRESS' }, ':now': { N: String(now) } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
  );

describe('a conditional write', () => {
  it('succeeds once among concurrent attempts', async () => {
    const attempts = await Promise.allSettled(['a', 'b', 'c', 'd'].map((attempt) => lock('1', attempt)));
    expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected']);
  });

  it('returns the existing item on request', async () => {
    await lock('1', 'a');
    await expect(lock('1', 'b')).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { attempt: { S: 'a' } },
    });
  });

  it('succeeds when the lock has expired', async () => {
    await lock('1', 'a');
    await lock('1', 'b', NOW + 101);
    expect(await get('1')).toMatchObject({ attempt: { S: 'b' } });
  });

  it('restricts updates and deletions to the holder', async () => {
    await lock('1', 'a');
    const mine = (attempt: string) => ({
      TableName,
      Key: { id: { S: '1' } },
      ConditionExpression: 'attempt = :mine',
      ExpressionAttributeValues: { ':mine': { S: attempt } },
    });
    const complete = (attempt: string) =>
      running.client.send(
        new UpdateItemCommand({
          ...mine(attempt),
          UpdateExpression: 'SET #status = :done, expiration = :expiration REMOVE in_progress_expiration',
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':mine': { S: attempt },
            ':done': { S: 'COMPLETED' },
            ':expiration': { N: '9' },
          },
        }),
      );
    await expect(complete('b')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    await complete('a');
    expect(await get('1')).toEqual({
      id: { S: '1' },
      status: { S: 'COMPLETED' },
      attempt: { S: 'a' },
      expiration: { N: '9' },
    });
    await expect(running.client.send(new DeleteItemCommand(mine('b')))).rejects.toThrow();
    await running.client.send(new DeleteItemCommand(mine('a')));
    expect(await get('1')).toBeUndefined();
  });
});

it.each<[string, () => Promise<unknown>, string]>([
  [
    'a table that does not exist',
    () => running.client.send(new GetItemCommand({ TableName: 'other', Key: { id: { S: '1' } } })),
    'ResourceNotFoundException',
  ],
  [
    'a key of another type',
    () => running.client.send(new GetItemCommand({ TableName, Key: { id: { N: '1' } } })),
    'ValidationException',
  ],
  [
    'an operation that dynalite lacks',
    () => running.client.send(new TransactWriteItemsCommand({ TransactItems: [] })),
    'UnknownOperationException',
  ],
])('refuses %s', async (_, call, name) => {
  await expect(call()).rejects.toMatchObject({ name });
});

describe('a DynamoDB on disk', () => {
  it('restores its items', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'dynamodb-')), 'tables');
    await running.stop();
    running = await runningDynamoDb({ path });
    await lock('1', 'a');
    await running.stop();
    running = await runningDynamoDb({ path });
    expect(await get('1')).toMatchObject({ attempt: { S: 'a' } });
    await expect(lock('1', 'b')).rejects.toThrow('conditional');
  });

  it('completes a table whose creation was interrupted', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'dynamodb-')), 'tables');
    await running.stop();
    await interruptTableCreation(path);
    running = await runningDynamoDb({ path });
    await lock('1', 'a');
  });

  it('reports an invalid table definition', async () => {
    const definition = { ...IDEMPOTENCY_TABLE, AttributeDefinitions: [] };
    await expect(DynamoDb.start({ tables: [definition] })).rejects.toThrow(
      /idempotency: .*key attribute have no definition/,
    );
  });
});

/** Creates the state that a process leaves when it is killed right after `CreateTable`. */
async function interruptTableCreation(path: string): Promise<void> {
  const { TableName, KeySchema, AttributeDefinitions } = IDEMPOTENCY_TABLE;
  const input = { TableName, KeySchema, AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST' };
  const server = dynalite({ path, createTableMs: 500 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Object(server.address());
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': 'DynamoDB_20120810.CreateTable',
    'x-amz-date': '20261123T000000Z',
    authorization: 'AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=a',
    connection: 'close',
  };
  await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body: JSON.stringify(input) });
  await new Promise((resolve) => server.close(resolve));
}
