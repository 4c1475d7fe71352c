import { DynamoDbLedger, ENV } from '../../lib/index.ts';

const tableName = process.env[ENV.ledgerTable];

/** Remembers which handler has done which delivery; none where the function is run without its stack, as by SAM. */
export const ledger = tableName ? new DynamoDbLedger(tableName) : undefined;
