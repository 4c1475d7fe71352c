import { DynamoDbIdempotencyStore, ENV } from 'frameio-lambda';

const tableName = process.env[ENV.idempotencyTable];

/** Records which handlers have completed which deliveries; `undefined` without the stack's table, for example in SAM. */
export const idempotencyStore = tableName ? new DynamoDbIdempotencyStore(tableName) : undefined;
