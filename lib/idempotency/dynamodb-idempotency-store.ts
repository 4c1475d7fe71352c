import { randomUUID } from 'node:crypto';
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { createDynamoDbClient, type TableClient } from '../aws/dynamodb-client.ts';
import { IdempotencyStoreError } from '../core/errors.ts';
import { isOutcomeUnknown } from '../retry/outcome-unknown.ts';
import { AttemptPersistenceLayer } from './attempt-persistence-layer.ts';
import type { AttemptHistory, IdempotencyStore, RunOnceOptions, RunOnceOutcome } from './idempotency-store.ts';

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

/** A idempotency store in a DynamoDB table, by Powertools' idempotency: conditional writes decide who works. */
export class DynamoDbIdempotencyStore implements IdempotencyStore {
  readonly #tableName: string;
  readonly #table: TableClient;

  /** @param tableName - A table with the partition key `id` and the time to live `expiration`. */
  constructor(tableName: string, table: TableClient = createDynamoDbClient({ timeoutMs: 3_000 })) {
    this.#tableName = tableName;
    this.#table = table;
  }

  async runOnce(
    { deliveryKey, handlerName, lockMs, redriveId, isFailure = () => true }: RunOnceOptions,
    work: (turn: AttemptHistory) => Promise<void>,
  ): Promise<RunOnceOutcome> {
    const record = new AttemptPersistenceLayer({
      table: this.#table,
      tableName: this.#tableName,
      attempt: randomUUID(),
      lockMs,
      redriveId,
    });
    let hasWorked = false;
    let failure: { readonly error: unknown } | undefined;
    const workOnce = makeIdempotent(
      async (_entry: string) => {
        hasWorked = true;
        try {
          await work({ isRetry: record.isRetry, failures: record.failures });
        } catch (error) {
          if (isOutcomeUnknown(error)) record.restMs = REST_MS;
          record.isPostponed = !isFailure(error);
          failure = { error };
          throw error;
        }
      },
      { persistenceStore: record, config: CONFIG, keyPrefix: KEY_PREFIX },
    );
    try {
      await workOnce(`${deliveryKey}#${handlerName}`);
      return { kind: hasWorked ? 'completed' : 'duplicate' };
    } catch (error) {
      // Powertools wraps what is no error, and tells of a lock it could not give back in place of why the work failed.
      if (failure) throw failure.error;
      if (error instanceof IdempotencyAlreadyInProgressError) {
        return { kind: 'in_progress', retryAfterMs: Math.max(0, record.lockedUntil - Date.now()) };
      }
      if (error instanceof IdempotencyPersistenceLayerError) {
        const what = hasWorked ? 'written after the handler had ended' : 'written, so the handler was not begun';
        const details = { wasHandlerStarted: hasWorked, cause: error.cause };
        throw new IdempotencyStoreError(`The ledger ${this.#tableName} could not be ${what}.`, details);
      }
      throw error;
    }
  }
}
