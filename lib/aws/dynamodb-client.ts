import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Makes a client of DynamoDB. */
export function createDynamoDbClient(options?: AwsClientOptions) {
  return new AwsClient('dynamodb', (config) => new DynamoDBClient(config), options);
}

/** DynamoDB, as far as an idempotency store needs it. */
export type TableClient = Pick<ReturnType<typeof createDynamoDbClient>, 'send'>;
