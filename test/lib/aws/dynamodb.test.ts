import type { Server } from 'node:http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import dynalite from 'dynalite';
import { AwsJsonClient } from '../../../lib/aws/aws-json-client.ts';

const TableName = 'ledger';
const Key = { id: { S: 'Grüße' } };

// Not the sandbox's, but a DynamoDB that others wrote.
let server: Server;
let dynamodb: AwsJsonClient;
beforeEach(async () => {
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  dynamodb = new AwsJsonClient({
    service: 'dynamodb',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  });
  await dynamodb.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  while (!(await isActive()));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function isActive(): Promise<boolean> {
  return JSON.stringify(await dynamodb.call('DescribeTable', { TableName })).includes('"TableStatus":"ACTIVE"');
}

it('an item comes out as it went in', async () => {
  const Item = { ...Key, expiration: { N: '1794312000' } };
  expect(await dynamodb.call('PutItem', { TableName, Item })).toEqual({});
  expect(await dynamodb.call('GetItem', { TableName, Key })).toEqual({ Item });
});

it('a condition that does not hold is told by its name', async () => {
  const put = { TableName, Item: Key, ConditionExpression: 'attribute_not_exists(id)' };
  await dynamodb.call('PutItem', put);
  await expect(dynamodb.call('PutItem', put)).rejects.toMatchObject({
    code: 'aws_service_error',
    service: 'dynamodb',
    operation: 'PutItem',
    awsCode: 'ConditionalCheckFailedException',
    status: 400,
  });
});

it('a table that is not there is told by its name, a call that cannot be read as well', async () => {
  const awsCode = 'ResourceNotFoundException';
  await expect(dynamodb.call('GetItem', { TableName: 'none', Key })).rejects.toMatchObject({ awsCode });
  await expect(dynamodb.call('GetItem', {})).rejects.toMatchObject({ awsCode: 'ValidationException' });
});
