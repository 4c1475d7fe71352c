import { createHash } from 'node:crypto';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailed } from '../aws/aws-errors.ts';
import { createDynamoDbClient, type TableClient } from '../aws/dynamodb-client.ts';
import type { SignedDelivery } from './delivery-key.ts';

/** How long the table keeps a record after its last change, in seconds: twice as long as a record of an attempt. */
const TTL_SECONDS = 70 * 24 * 60 * 60;

/** A file whose event `file.ready` is recorded. */
export interface RecordedFile {
  readonly accountId: string;
  readonly fileId: string;
}

/** What the table knows about the event `file.ready` of a file. */
export interface FileReadyRecord {
  /** Whether the handlers completed, or the queue stored the event. */
  readonly isAccepted: boolean;
  /** The first delivery of the event: a real one, or the one that reconciliation makes. */
  readonly first: Required<SignedDelivery> | undefined;
  /** When reconciliation first found the file ready and its event not accepted, in milliseconds since 1970. */
  readonly noticedAt: number | undefined;
}

/**
 * Records the events `file.ready`: one item for each file in the table of the idempotency store. Reconciliation finds the files
 * without an accepted event there. A delivery that it makes, and a real one that arrives later, get the same identity.
 *
 * Every write may be repeated: a lost response changes nothing.
 */
export class FileReadyRecords {
  readonly #tableName: string;
  readonly #table: TableClient;

  constructor(tableName: string, table: TableClient = createDynamoDbClient({ timeoutMs: 3_000 })) {
    this.#tableName = tableName;
    this.#table = table;
  }

  /**
   * Records a delivery before its handlers run.
   *
   * @param isQueued - Whether the queue has stored the delivery, which is then accepted.
   * @returns The delivery that identifies the event. It is that of reconciliation if that one came first, and the event
   *   happened before: a delivery that Frame.io signed later is about a newer event.
   */
  async begin(file: RecordedFile, signed: SignedDelivery, isQueued: boolean): Promise<SignedDelivery> {
    const { Attributes: item } = await this.#update(file, {
      set: [
        'first_body = if_not_exists(first_body, :body)',
        'first_timestamp = if_not_exists(first_timestamp, :timestamp)',
        ...(isQueued ? ['accepted = :accepted'] : []),
      ],
      values: {
        ':body': { S: Buffer.from(signed.body).toString() },
        ':timestamp': { S: signed.timestamp },
        ...(isQueued && { ':accepted': { BOOL: true } }),
      },
      returned: 'ALL_NEW',
    });
    const first = firstOf(item);
    const isCovered = Number(signed.timestamp) <= Number(item?.reconciled_at?.N);
    return first && isCovered ? first : signed;
  }

  /** Records that the event of a file is handled or in the queue. */
  async accept(file: RecordedFile): Promise<void> {
    await this.#update(file, { set: ['accepted = :accepted'], values: { ':accepted': { BOOL: true } } });
  }

  /** Returns what is known about the event of a file. */
  async read(file: RecordedFile): Promise<FileReadyRecord> {
    const input = { TableName: this.#tableName, Key: keyOf(file), ConsistentRead: true };
    const { Item: item } = await this.#table.send(new GetItemCommand(input));
    const noticedAt = item?.noticed_at?.N;
    return {
      isAccepted: item?.accepted?.BOOL === true,
      first: firstOf(item),
      noticedAt: noticedAt === undefined ? undefined : Number(noticedAt),
    };
  }

  /** Records that a file is ready and its event is not accepted. Keeps the time of the first call. */
  async notice(file: RecordedFile, now: number): Promise<void> {
    await this.#update(file, {
      set: ['noticed_at = if_not_exists(noticed_at, :now)'],
      values: { ':now': { N: String(now) } },
    });
  }

  /**
   * Makes the delivery of reconciliation the first one of the event, unless there is one.
   *
   * @returns The first delivery; `undefined` if the event is accepted.
   */
  async claim(file: RecordedFile, delivery: { body: string; timestamp: string }): Promise<SignedDelivery | undefined> {
    try {
      await this.#update(file, {
        set: ['first_body = :body', 'first_timestamp = :timestamp', 'reconciled_at = :reconciled_at'],
        values: {
          ':body': { S: delivery.body },
          ':timestamp': { S: delivery.timestamp },
          ':reconciled_at': { N: delivery.timestamp },
        },
        condition: 'attribute_not_exists(first_body) AND attribute_not_exists(accepted)',
      });
      return delivery;
    } catch (error) {
      if (!isConditionFailed(error)) throw error;
      const { isAccepted, first } = await this.read(file);
      return isAccepted ? undefined : first;
    }
  }

  async #update(file: RecordedFile, { set, values, condition, returned }: Update) {
    const expiration = Math.ceil(Date.now() / 1_000) + TTL_SECONDS;
    return await this.#table.send(
      new UpdateItemCommand({
        TableName: this.#tableName,
        Key: keyOf(file),
        UpdateExpression: `SET ${[...set, 'expiration = :expiration'].join(', ')}`,
        ExpressionAttributeValues: { ...values, ':expiration': { N: String(expiration) } },
        ...(condition !== undefined && { ConditionExpression: condition }),
        ...(returned && { ReturnValues: returned }),
      }),
    );
  }
}

interface Update {
  readonly set: readonly string[];
  readonly values: Record<string, AttributeValue>;
  readonly condition?: string;
  readonly returned?: 'ALL_NEW';
}

type Item = Readonly<Record<string, AttributeValue>>;

function keyOf({ accountId, fileId }: RecordedFile): Record<string, AttributeValue> {
  const hash = createHash('sha256').update(`${accountId}#${fileId}`).digest('base64');
  return { id: { S: `frameio-lambda-files#${hash}` } };
}

function firstOf(item: Item | undefined): { readonly body: string; readonly timestamp: string } | undefined {
  const [body, timestamp] = [item?.first_body?.S, item?.first_timestamp?.S];
  return body === undefined || timestamp === undefined ? undefined : { body, timestamp };
}
