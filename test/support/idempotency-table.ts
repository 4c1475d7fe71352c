import type { Server } from 'node:http';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createDynamoDbClient, type TableClient } from '../../lib/aws/dynamodb-client.ts';

/** The table of the idempotency store in dynalite, a third-party DynamoDB. */
export interface TestTable {
  readonly name: string;
  readonly client: TableClient;
  /** URL of the DynamoDB. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startIdempotencyTable(): Promise<TestTable> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const credentials = { accessKeyId: 'id', secretAccessKey: 'key' };
  const client = createDynamoDbClient({ region: 'us-east-1', endpoint: url, credentials });
  const TableName = 'idempotency';
  await client.send(
    new CreateTableCommand({
      TableName,
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const isActive = async () =>
    (await client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus === 'ACTIVE';
  while (!(await isActive()));
  return {
    name: TableName,
    client,
    url,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
