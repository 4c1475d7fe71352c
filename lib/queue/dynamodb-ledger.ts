import { randomUUID } from 'node:crypto';
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { dynamoDbClient, type TableClient } from '../aws/dynamodb-client.ts';
import { LedgerError } from '../errors.ts';
import type { Ledger, LedgerEntry, LedgerOutcome, LedgerTurn } from './ledger.ts';
import { LedgerRecord } from './ledger-record.ts';
import { mayStillArrive } from './unknown-fate.ts';

/**
 * How long an entry is kept, in s. A message lives 14 days in the queue and 14 in the dead-letter queue at most (SQS), and
 * a redrive at the last moment must still find what was done before.
 */
const KEPT_SECONDS = 35 * 24 * 60 * 60;

/**
 * How long nobody begins again after a failure, in ms, where something may still be on its way: who looked at once for the
 * effect would not see it, and do it again. Less than the first wait after a failure, which so does not meet it.
 */
const REST_MS = 5_000;

/** The same for every function that shares the table. Powertools would put the function's name here. */
const KEY_PREFIX = 'frameio-lambda';

const CONFIG = new IdempotencyConfig({ expiresAfterSeconds: KEPT_SECONDS, hashFunction: 'sha256' });

/** A ledger in a DynamoDB table, by Powertools' idempotency: conditional writes decide who works. */
export class DynamoDbLedger implements Ledger {
  readonly #tableName: string;
  readonly #table: TableClient;

  /** @param tableName - A table with the partition key `id` and the time to live `expiration`. */
  constructor(tableName: string, table: TableClient = dynamoDbClient({ timeoutMs: 3_000 })) {
    this.#tableName = tableName;
    this.#table = table;
  }

  async once(
    { deliveryKey, handlerName, lockMs, series, isFailure = () => true }: LedgerEntry,
    work: (turn: LedgerTurn) => Promise<void>,
  ): Promise<LedgerOutcome> {
    const record = new LedgerRecord({
      table: this.#table,
      tableName: this.#tableName,
      attempt: randomUUID(),
      lockMs,
      series,
    });
    let hasWorked = false;
    let failure: { readonly error: unknown } | undefined;
    const workOnce = makeIdempotent(
      async (_entry: string) => {
        hasWorked = true;
        try {
          await work({ isRepeat: record.isRepeat, failures: record.failures });
        } catch (error) {
          if (mayStillArrive(error)) record.restMs = REST_MS;
          record.isPostponed = !isFailure(error);
          failure = { error };
          throw error;
        }
      },
      { persistenceStore: record, config: CONFIG, keyPrefix: KEY_PREFIX },
    );
    try {
      await workOnce(`${deliveryKey}#${handlerName}`);
      return { kind: hasWorked ? 'done' : 'duplicate' };
    } catch (error) {
      // Powertools wraps what is no error, and tells of a lock it could not give back in place of why the work failed.
      if (failure) throw failure.error;
      if (error instanceof IdempotencyAlreadyInProgressError) {
        return { kind: 'busy', retryAfterMs: Math.max(0, record.busyUntil - Date.now()) };
      }
      if (error instanceof IdempotencyPersistenceLayerError) {
        const what = hasWorked ? 'written after the handler had ended' : 'written, so the handler was not begun';
        const details = { wasBegun: hasWorked, cause: error.cause };
        throw new LedgerError(`The ledger ${this.#tableName} could not be ${what}.`, details);
      }
      throw error;
    }
  }
}
