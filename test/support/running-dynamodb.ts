import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDb, type DynamoDbOptions } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { SDK_SETTINGS } from './running-sqs.ts';

/** The table of the idempotency store, as the stack defines it. */
export const IDEMPOTENCY_TABLE = {
  TableName: 'idempotency',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
  SSESpecification: { SSEEnabled: true },
};

/** A DynamoDB with the idempotency store's table that listens, with AWS's own client for it. */
export async function runningDynamoDb(options: Omit<DynamoDbOptions, 'tables'> = {}) {
  const dynamoDb = await DynamoDb.start({ tables: [IDEMPOTENCY_TABLE], ...options });
  const server = await listen(dynamoDb.listener);
  const client = new DynamoDBClient({ ...SDK_SETTINGS, endpoint: server.url });
  return {
    dynamoDb,
    client,
    stop: async () => {
      client.destroy();
      await server.close();
      await dynamoDb.close();
    },
  };
}
