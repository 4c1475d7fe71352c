/** The table of the idempotency store, as the stack defines it. */
export const IDEMPOTENCY_TABLE = {
  TableName: 'idempotency',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  TimeToLiveSpecification: { AttributeName: 'expiration', Enabled: true },
  SSESpecification: { SSEEnabled: true },
};
