import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';

const Key = { id: { S: 'Grüße' } };

// Uses dynalite, a third-party DynamoDB, not the sandbox's.
let table: TestTable;
beforeEach(async () => {
  table = await startIdempotencyTable();
});
afterEach(() => table.close());

it('returns an item as stored', async () => {
  const Item = { ...Key, expiration: { N: '1794312000' } };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  expect(await table.client.send(new GetItemCommand({ TableName: table.name, Key }))).toMatchObject({ Item });
});

it('names the error of a failed condition', async () => {
  const put = () =>
    table.client.send(
      new PutItemCommand({ TableName: table.name, Item: Key, ConditionExpression: 'attribute_not_exists(id)' }),
    );
  await put();
  await expect(put()).rejects.toMatchObject({
    code: 'aws_service_error',
    service: 'dynamodb',
    operation: 'PutItem',
    awsCode: 'ConditionalCheckFailedException',
    status: 400,
    isOutcomeUnknown: false,
  });
});

it('names the errors of a missing table and of an invalid call', async () => {
  const get = (TableName: string) => table.client.send(new GetItemCommand({ TableName, Key }));
  await expect(get('none')).rejects.toMatchObject({ awsCode: 'ResourceNotFoundException' });
  await expect(get('?')).rejects.toMatchObject({ awsCode: 'ValidationException' });
});
