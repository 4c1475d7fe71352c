import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDb, type DynamoDbOptions } from '../../sandbox/aws/dynamodb/dynamodb.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { IDEMPOTENCY_TABLE } from './idempotency-table-definition.ts';
import { SDK_SETTINGS } from './running-sqs.ts';

/** Starts the sandbox's DynamoDB with the table of the idempotency store, and creates an AWS SDK client for it. */
export async function runningDynamoDb(options: Omit<DynamoDbOptions, 'tables'> = {}) {
  const dynamoDb = await DynamoDb.start({ tables: [IDEMPOTENCY_TABLE], ...options });
  const server = await listen(dynamoDb.listener);
  const client = new DynamoDBClient({ ...SDK_SETTINGS, endpoint: server.url });
  return {
    dynamoDb,
    client,
    url: server.url,
    stop: async () => {
      client.destroy();
      await server.close();
      await dynamoDb.close();
    },
  };
}
