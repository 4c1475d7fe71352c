import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Creates a client of DynamoDB. */
export function createDynamoDbClient(options?: AwsClientOptions) {
  return new AwsClient('dynamodb', (config) => new DynamoDBClient(config), options);
}

/** The part of the DynamoDB client that the stores need. */
export type TableClient = Pick<ReturnType<typeof createDynamoDbClient>, 'send'>;
