import { randomUUID } from 'node:crypto';
import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  IdempotencyPersistenceLayerError,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { createDynamoDbClient, type TableClient } from '../aws/dynamodb-client.ts';
import { IdempotencyStoreError } from '../core/errors.ts';
import { isOutcomeUnknown, UNKNOWN_OUTCOME_LOCK_MS } from '../retry/is-outcome-unknown.ts';
import { AttemptPersistenceLayer } from './attempt-persistence-layer.ts';
import { FirstDeliveries } from './first-deliveries.ts';
import type { AttemptHistory, IdempotencyStore, RunOnceOptions, RunOnceOutcome } from './idempotency-store.ts';

/**
 * How long the table keeps a record, in seconds. A message stays at most 14 days in the queue and 14 days in the
 * dead-letter queue (SQS), and a redrive on the last day must still find the record.
 */
const RECORD_TTL_SECONDS = 35 * 24 * 60 * 60;

/** Prefix of every key. Replaces Powertools' default, the function name, because several functions share the table. */
const KEY_PREFIX = 'frameio-lambda';

const CONFIG = new IdempotencyConfig({ expiresAfterSeconds: RECORD_TTL_SECONDS, hashFunction: 'sha256' });

/** An idempotency store in a DynamoDB table. Powertools' conditional writes decide which process does the work. */
export class DynamoDbIdempotencyStore implements IdempotencyStore {
  readonly #tableName: string;
  readonly #table: TableClient;
  readonly #firstDeliveries: FirstDeliveries;

  /** @param tableName - A table with the partition key `id` and the time to live attribute `expiration`. */
  constructor(tableName: string, table: TableClient = createDynamoDbClient({ timeoutMs: 3_000 })) {
    this.#tableName = tableName;
    this.#table = table;
    this.#firstDeliveries = new FirstDeliveries(table, tableName);
  }

  async runOnce(options: RunOnceOptions, work: (history: AttemptHistory) => Promise<void>): Promise<RunOnceOutcome> {
    const { handlerName, lockMs, redriveId, isFailure = () => true } = options;
    const eventKey = await this.#findEventKey(options);
    const attempt = new AttemptPersistenceLayer({
      table: this.#table,
      tableName: this.#tableName,
      attemptId: randomUUID(),
      lockMs,
      redriveId,
    });
    let hasStarted = false;
    let failure: { readonly error: unknown } | undefined;
    const workOnce = makeIdempotent(
      async (_key: string) => {
        hasStarted = true;
        try {
          await work({ isRetry: attempt.isRetry, failures: attempt.failures, deliveryKey: eventKey });
        } catch (error) {
          if (isOutcomeUnknown(error)) attempt.keepLockMs = UNKNOWN_OUTCOME_LOCK_MS;
          attempt.isPostponed = !isFailure(error);
          failure = { error };
          throw error;
        }
      },
      { persistenceStore: attempt, config: CONFIG, keyPrefix: KEY_PREFIX },
    );
    try {
      await workOnce(`${eventKey ?? options.deliveryKey}#${handlerName}`);
      if (attempt.lostLock) return { kind: 'completed', lostLock: true };
      return { kind: hasStarted ? 'completed' : 'duplicate' };
    } catch (error) {
      // Powertools wraps thrown values that are not errors. If it cannot release the lock, it hides the original error.
      if (failure) throw failure.error;
      if (error instanceof IdempotencyAlreadyInProgressError) {
        return { kind: 'in_progress', retryAfterMs: Math.max(0, attempt.lockedUntil - Date.now()) };
      }
      if (error instanceof IdempotencyPersistenceLayerError) throw this.#storeError(hasStarted, error.cause);
      throw error;
    }
  }

  /** Returns the key of the event if it depends on earlier deliveries. @throws IdempotencyStoreError */
  async #findEventKey({ sameBody, handlerName }: RunOnceOptions): Promise<string | undefined> {
    try {
      return sameBody?.keyOf(await this.#firstDeliveries.find(sameBody, handlerName));
    } catch (error) {
      throw this.#storeError(false, error);
    }
  }

  #storeError(wasHandlerStarted: boolean, cause: unknown): IdempotencyStoreError {
    const effect = wasHandlerStarted
      ? 'after the handler had completed, so it may run again'
      : 'before the handler started, so it did not run';
    const message = `Could not read or write the idempotency table ${this.#tableName} ${effect}. See the cause.`;
    return new IdempotencyStoreError(message, { wasHandlerStarted, cause });
  }
}
