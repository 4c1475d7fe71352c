import { DynamoDbIdempotencyStore, ENV } from '../../lib/index.ts';

const tableName = process.env[ENV.idempotencyTable];

/** Remembers which handler has done which delivery; none where the function is run without its stack, as by SAM. */
export const idempotencyStore = tableName ? new DynamoDbIdempotencyStore(tableName) : undefined;
