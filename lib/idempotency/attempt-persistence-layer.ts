import { IdempotencyItemAlreadyExistsError, IdempotencyRecordStatus } from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailed } from '../aws/aws-errors.ts';
import type { TableClient } from '../aws/dynamodb-client.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** Settings of an `AttemptPersistenceLayer`. */
export interface AttemptPersistenceOptions {
  readonly table: TableClient;
  readonly tableName: string;
  /** A unique id of this attempt. */
  readonly attemptId: string;
  /** See `RunOnceOptions`. */
  readonly lockMs: number;
  readonly redriveId: string | undefined;
}

/** Expiration time of a released lock, in milliseconds since 1970. It is always in the past. */
const RELEASED = 0;

/**
 * Stores the record of one attempt in DynamoDB. Powertools' idempotency calls it as its persistence layer.
 *
 * It differs from Powertools' own DynamoDB layer in two ways. A failed attempt leaves its record behind, unlocked, so
 * that the next attempt knows that it is a retry. And an attempt releases only its own lock, because an attempt that
 * was frozen with its Lambda environment may resume after another one has taken the lock.
 */
export class AttemptPersistenceLayer extends BasePersistenceLayer {
  readonly #table: TableClient;
  readonly #tableName: string;
  readonly #attemptId: string;
  readonly #lockMs: number;
  /** Name of the attribute that counts the failures. Each redrive has its own. */
  readonly #failuresAttribute: string;
  #isRetry = false;
  #failures = 0;
  #lockedUntil = 0;
  #lostLock = false;
  /** Set if the work could not be done yet. The attempt then does not count as failed. */
  isPostponed = false;
  /** How long to keep the lock after a failure, in milliseconds. */
  keepLockMs = 0;

  constructor({ table, tableName, attemptId, lockMs, redriveId }: AttemptPersistenceOptions) {
    super();
    this.#table = table;
    this.#tableName = tableName;
    this.#attemptId = attemptId;
    this.#lockMs = lockMs;
    this.#failuresAttribute = redriveId === undefined ? 'failures' : `failures ${redriveId}`;
  }

  /** Whether an earlier attempt left a record. Known once the work starts. */
  get isRetry(): boolean {
    return this.#isRetry;
  }

  /** Number of earlier attempts that count as failed. Known once the work starts. */
  get failures(): number {
    return this.#failures;
  }

  /** When the lock of the other process expires, in milliseconds since 1970. Known if this attempt did not get it. */
  get lockedUntil(): number {
    return this.#lockedUntil;
  }

  /** Whether another attempt took the lock before the work completed. Known once the work is completed. */
  get lostLock(): boolean {
    return this.#lostLock;
  }

  override async saveInProgress(data: Parameters<BasePersistenceLayer['saveInProgress']>[0]): Promise<void> {
    await super.saveInProgress(data, this.#lockMs);
  }

  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const now = Date.now();
    try {
      const command = new UpdateItemCommand({
        TableName: this.#tableName,
        Key: { id: text(record.idempotencyKey) },
        // An attempt counts as failed from its start: if it crashes the process, nothing can count it later.
        UpdateExpression:
          'SET #status = :in_progress, expiration = :expiration, in_progress_expiration = :locked_until, attempt_id = :attempt_id ADD #failures :increment',
        ConditionExpression:
          'attribute_not_exists(id) OR expiration < :now_seconds OR (#status = :in_progress AND in_progress_expiration < :now)',
        ExpressionAttributeNames: { '#status': 'status', '#failures': this.#failuresAttribute },
        ExpressionAttributeValues: {
          ':now_seconds': number(now / 1_000),
          ':now': number(now),
          ':in_progress': text(IdempotencyRecordStatus.INPROGRESS),
          ':expiration': number(record.expiryTimestamp ?? 0),
          ':locked_until': number(record.inProgressExpiryTimestamp ?? now),
          ':attempt_id': text(this.#attemptId),
          ':increment': number(1),
        },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes: before } = await this.#table.send(command);
      this.#isRetry = before !== undefined;
      this.#failures = numberOf(before?.[this.#failuresAttribute]) ?? 0;
    } catch (error) {
      if (!isConditionFailed(error)) {
        this.#releaseUnconfirmed(record);
        throw error;
      }
      const item = await this.#read(record.idempotencyKey);
      if (stringOf(item?.attempt_id) === this.#attemptId) {
        // The first response was lost, so whether an earlier record existed is unknown. Assume that one did.
        this.#isRetry = true;
        this.#failures = Math.max(0, (numberOf(item?.[this.#failuresAttribute]) ?? 1) - 1);
        return;
      }
      this.#lockedUntil = numberOf(item?.in_progress_expiration) ?? 0;
      const existing = recordOf(record.idempotencyKey, item);
      throw new IdempotencyItemAlreadyExistsError('The record exists already.', existing);
    }
  }

  /** Powertools calls this only if the error of `_putRecord` has no record. */
  protected override async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    return recordOf(idempotencyKey, await this.#read(idempotencyKey));
  }

  /** Releases a lock that this attempt may hold: DynamoDB may have written it even if the response was lost. */
  #releaseUnconfirmed(record: IdempotencyRecord): void {
    this.isPostponed = true;
    void this._deleteRecord(record);
  }

  async #read(idempotencyKey: string): Promise<Item | undefined> {
    const input = { TableName: this.#tableName, Key: { id: text(idempotencyKey) }, ConsistentRead: true };
    const { Item: item } = await this.#table.send(new GetItemCommand(input));
    return item;
  }

  /**
   * Marks the work as completed. If another attempt has taken the lock meanwhile, marks it as completed nevertheless, so that no
   * third attempt starts. DynamoDB cannot stop the other attempt, but the condition shows that there is one.
   */
  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    try {
      await this.#complete(record, { ConditionExpression: 'attempt_id = :attempt_id' });
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      this.#lostLock = true;
      await this.#complete(record, {});
    }
  }

  async #complete(record: IdempotencyRecord, condition: { readonly ConditionExpression?: string }): Promise<void> {
    const command = new UpdateItemCommand({
      TableName: this.#tableName,
      Key: { id: text(record.idempotencyKey) },
      UpdateExpression: 'SET #status = :status, expiration = :expiration',
      ...condition,
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': text(IdempotencyRecordStatus.COMPLETED),
        ':expiration': number(record.expiryTimestamp ?? 0),
        ...(condition.ConditionExpression !== undefined && { ':attempt_id': text(this.#attemptId) }),
      },
    });
    await this.#table.send(command);
  }

  /** Releases the lock of this attempt. Ignores errors, because the lock expires anyway. */
  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    const command = new UpdateItemCommand({
      TableName: this.#tableName,
      Key: { id: text(record.idempotencyKey) },
      // Removing the id makes the update safe to send twice: the condition then no longer holds.
      UpdateExpression: `SET in_progress_expiration = :locked_until REMOVE attempt_id${this.isPostponed ? ' ADD #failures :decrement' : ''}`,
      ConditionExpression: 'attempt_id = :attempt_id AND #status = :in_progress',
      ExpressionAttributeNames: {
        '#status': 'status',
        ...(this.isPostponed && { '#failures': this.#failuresAttribute }),
      },
      ExpressionAttributeValues: {
        ':locked_until': number(this.keepLockMs > 0 ? Date.now() + this.keepLockMs : RELEASED),
        ...(this.isPostponed && { ':decrement': number(-1) }),
        ':attempt_id': text(this.#attemptId),
        ':in_progress': text(IdempotencyRecordStatus.INPROGRESS),
      },
    });
    await this.#table.send(command).catch(() => undefined);
  }
}

const text = (value: string): AttributeValue => ({ S: value });
const number = (value: number): AttributeValue => ({ N: String(value) });

function stringOf(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

/** Returns the record of an item. An item that another process has deleted meanwhile counts as in progress. */
function recordOf(idempotencyKey: string, item: Item | undefined): IdempotencyRecord {
  const isCompleted = stringOf(item?.status) === IdempotencyRecordStatus.COMPLETED;
  const status = isCompleted ? IdempotencyRecordStatus.COMPLETED : IdempotencyRecordStatus.INPROGRESS;
  return new IdempotencyRecord({ idempotencyKey, status });
}
