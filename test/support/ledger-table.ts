import type { Server } from 'node:http';
import dynalite from 'dynalite';
import { AwsJsonClient } from '../../lib/aws/aws-json-client.ts';

/** A idempotency store's table in a DynamoDB that others wrote. */
export interface LedgerTable {
  readonly name: string;
  readonly client: AwsJsonClient;
  close(): Promise<void>;
}

export async function startLedgerTable(): Promise<LedgerTable> {
  const server: Server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const client = new AwsJsonClient({
    service: 'dynamodb',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  });
  const TableName = 'ledger';
  await client.call('CreateTable', {
    TableName,
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  const isActive = async () =>
    JSON.stringify(await client.call('DescribeTable', { TableName })).includes('"TableStatus":"ACTIVE"');
  while (!(await isActive()));
  return {
    name: TableName,
    client,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
