import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyItemNotFoundError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { AwsServiceError } from '../aws/aws-errors.ts';
import type { TableClient } from '../aws/dynamodb-client.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** Settings of a `AttemptPersistenceLayer`. */
export interface AttemptPersistenceOptions {
  readonly table: TableClient;
  readonly tableName: string;
  /** Names this attempt; no other has the name. */
  readonly attempt: string;
  /** See `RunOnceOptions`. */
  readonly lockMs: number;
  readonly redriveId: string | undefined;
}

/** A lock nobody holds: any time is later. */
const RELEASED = 0;

/**
 * One entry of the idempotency store while one attempt works on it: what Powertools' idempotency asks of a store, kept in DynamoDB. It
 * differs from Powertools' own store in two ways. A failed attempt leaves its record
 * behind, unlocked, so that the next one knows of it; and an attempt gives back only the lock it holds itself, for one
 * that was frozen with its Lambda may wake up long after another took over.
 */
export class AttemptPersistenceLayer extends BasePersistenceLayer {
  readonly #table: TableClient;
  readonly #tableName: string;
  readonly #attempt: string;
  readonly #lockMs: number;
  /** Name of the attribute that counts the failures: each series has its own. */
  readonly #failuresName: string;
  #isRetry = false;
  #failures = 0;
  #lockedUntil = 0;
  /** Whether the attempt could not work yet: then it counts as none. */
  isPostponed = false;
  /** How long the lock is kept after a failure, in ms. */
  restMs = 0;

  constructor({ table, tableName, attempt, lockMs, redriveId }: AttemptPersistenceOptions) {
    super();
    this.#table = table;
    this.#tableName = tableName;
    this.#attempt = attempt;
    this.#lockMs = lockMs;
    this.#failuresName = redriveId === undefined ? 'failures' : `failures ${redriveId}`;
  }

  /** Whether an earlier attempt left its record. Known once the work begins. */
  get isRetry(): boolean {
    return this.#isRetry;
  }

  /** How many earlier attempts counted and did not end well. Known once the work begins. */
  get failures(): number {
    return this.#failures;
  }

  /** When the lock of whoever holds it ends, in ms since 1970. */
  get lockedUntil(): number {
    return this.#lockedUntil;
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
        // Every attempt counts as a failure until it says otherwise: one that ends the process never does.
        UpdateExpression:
          'SET #status = :busy, expiration = :expiration, in_progress_expiration = :until, attempt = :attempt ADD #failures :one',
        ConditionExpression:
          'attribute_not_exists(id) OR expiration < :seconds OR (#status = :busy AND in_progress_expiration < :now)',
        ExpressionAttributeNames: { '#status': 'status', '#failures': this.#failuresName },
        ExpressionAttributeValues: {
          ':seconds': number(now / 1_000),
          ':now': number(now),
          ':busy': text(IdempotencyRecordStatus.INPROGRESS),
          ':expiration': number(record.expiryTimestamp ?? 0),
          ':until': number(record.inProgressExpiryTimestamp ?? now),
          ':attempt': text(this.#attempt),
          ':one': number(1),
        },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes: before } = await this.#table.send(command);
      this.#isRetry = before !== undefined;
      this.#failures = numberOf(before?.[this.#failuresName]) ?? 0;
    } catch (error) {
      if (!isConditionFailed(error)) {
        this.#takeBack(record); // it may have been written, and only the answer was lost
        throw error;
      }
      const item = await this.#read(record.idempotencyKey);
      if (textOf(item?.attempt) === this.#attempt) {
        this.#isRetry = true; // it was written, but the answer, which would have told more, was lost
        this.#failures = Math.max(0, (numberOf(item?.[this.#failuresName]) ?? 1) - 1);
        return;
      }
      const existing = toRecord(item);
      this.#lockedUntil = existing?.inProgressExpiryTimestamp ?? 0;
      throw new IdempotencyItemAlreadyExistsError('The entry exists already.', existing);
    }
  }

  protected override async _getRecord(idempotencyKey: string): Promise<IdempotencyRecord> {
    const record = toRecord(await this.#read(idempotencyKey));
    if (!record) throw new IdempotencyItemNotFoundError();
    return record;
  }

  /** Gives back what this attempt may have taken, without a word: nobody waits for it, and a lock ends by itself. */
  #takeBack(record: IdempotencyRecord): void {
    this.isPostponed = true;
    this._deleteRecord(record).catch(() => undefined);
  }

  async #read(idempotencyKey: string): Promise<Item | undefined> {
    const input = { TableName: this.#tableName, Key: { id: text(idempotencyKey) }, ConsistentRead: true };
    const { Item: item } = await this.#table.send(new GetItemCommand(input));
    return item;
  }

  /** Done is done, whoever holds the lock by now. */
  protected override async _updateRecord(record: IdempotencyRecord): Promise<void> {
    const command = new UpdateItemCommand({
      TableName: this.#tableName,
      Key: { id: text(record.idempotencyKey) },
      UpdateExpression: 'SET #status = :status, expiration = :expiration',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':status': text(IdempotencyRecordStatus.COMPLETED),
        ':expiration': number(record.expiryTimestamp ?? 0),
      },
    });
    await this.#table.send(command);
  }

  protected override async _deleteRecord(record: IdempotencyRecord): Promise<void> {
    try {
      const command = new UpdateItemCommand({
        TableName: this.#tableName,
        Key: { id: text(record.idempotencyKey) },
        // Without the attempt's name it does nothing when it is sent again because the answer was lost.
        UpdateExpression: `SET in_progress_expiration = :released REMOVE attempt${this.isPostponed ? ' ADD #failures :back' : ''}`,
        ConditionExpression: 'attempt = :attempt AND #status = :busy',
        ExpressionAttributeNames: {
          '#status': 'status',
          ...(this.isPostponed && { '#failures': this.#failuresName }),
        },
        ExpressionAttributeValues: {
          ':released': number(this.restMs > 0 ? Date.now() + this.restMs : RELEASED),
          ...(this.isPostponed && { ':back': number(-1) }),
          ':attempt': text(this.#attempt),
          ':busy': text(IdempotencyRecordStatus.INPROGRESS),
        },
      });
      await this.#table.send(command);
    } catch (error) {
      if (!isConditionFailed(error)) throw error; // else it is somebody else's by now
    }
  }
}

function isConditionFailed(error: unknown): boolean {
  return error instanceof AwsServiceError && error.awsCode === 'ConditionalCheckFailedException';
}

const text = (value: string): AttributeValue => ({ S: value });
const number = (value: number): AttributeValue => ({ N: String(value) });

function textOf(value: AttributeValue | undefined): string | undefined {
  return value?.S;
}

function numberOf(value: AttributeValue | undefined): number | undefined {
  return value?.N === undefined ? undefined : Number(value.N);
}

function toRecord(item: Item | undefined): IdempotencyRecord | undefined {
  const id = textOf(item?.id);
  if (!item || id === undefined) return undefined;
  const isDone = textOf(item.status) === IdempotencyRecordStatus.COMPLETED;
  const expiryTimestamp = numberOf(item.expiration);
  const inProgressExpiryTimestamp = numberOf(item.in_progress_expiration);
  return new IdempotencyRecord({
    idempotencyKey: id,
    status: isDone ? IdempotencyRecordStatus.COMPLETED : IdempotencyRecordStatus.INPROGRESS,
    ...(expiryTimestamp !== undefined && { expiryTimestamp }),
    ...(inProgressExpiryTimestamp !== undefined && { inProgressExpiryTimestamp }),
  });
}
