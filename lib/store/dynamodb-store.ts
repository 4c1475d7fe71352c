import { createHash, randomBytes } from 'node:crypto';
import { type AttributeValue, DeleteItemCommand, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailed } from '../aws/aws-errors.ts';
import { createDynamoDbClient, type TableClient } from '../aws/dynamodb-client.ts';
import { backoffMs } from '../core/backoff.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import type { JsonValue } from '../core/json.ts';
import type { Store, StoreWriteOptions } from './store.ts';
import { StoreError } from './store-errors.ts';
import { checkKey, expirationOf, formatKey, isExpired, NEVER, toJsonText } from './stored-value.ts';

type Item = Readonly<Record<string, AttributeValue>>;

/** Settings of a `DynamoDbStore`. */
export interface DynamoDbStoreOptions {
  /** Precedes every key, so that several stores can share a table. */
  readonly namespace: string;
  /**
   * Client of DynamoDB.
   * @default a client with a time limit of 3 seconds for a call
   */
  readonly table?: TableClient | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** The condition of a write, and its values. */
type Condition = readonly [expression?: string | undefined, values?: Item];

/** Maximum length of a partition key in bytes (DynamoDB developer guide, quotas). */
const MAX_ID_BYTES = 2_048;

/** A write id has 9 random bytes, which are 12 characters. */
const WRITE_ID_BYTES = 9;
const WRITE_ID_LENGTH = 12;

/** Maximum length of the attribute `version`: 16 write ids. */
const MAX_VERSION_LENGTH = 16 * WRITE_ID_LENGTH;

/** Attempts to change a value that other processes change at the same time. */
const MAX_TRIES = 32;

const CONFLICTS = 'Other processes keep changing';

/** An update ends within milliseconds, so the wait for another one is a fraction of that for an outage. */
const CONFLICT_BACKOFF_FACTOR = 0.1;

/**
 * A store in a DynamoDB table. Each value is an item:
 *
 * - `id`: the namespace and the key.
 * - `value`: the value as JSON.
 * - `version`: ids of the last writes, newest first, 12 characters each. A write that replaces the value without reading it starts a new list.
 * - `expiration`: when the value expires, in Unix seconds. DynamoDB deletes the item some days later.
 *
 * If the response to a write is lost, the AWS client sends the write again. The second one must not undo a write that another
 * process has made since, and its failed condition must not count as a conflict. The list of write ids shows both.
 */
export class DynamoDbStore implements Store {
  readonly #tableName: string;
  readonly #namespace: string;
  readonly #table: TableClient;
  readonly #clock: Clock;

  /** @param tableName - A table with the partition key `id` and the time to live attribute `expiration`. */
  constructor(tableName: string, { namespace, table, clock = systemClock }: DynamoDbStoreOptions) {
    this.#tableName = tableName;
    this.#namespace = namespace.replaceAll('#', '%23'); // `#` separates it from the key
    this.#table = table ?? createDynamoDbClient({ timeoutMs: 3_000 });
    this.#clock = clock;
  }

  async get(key: string): Promise<JsonValue | undefined> {
    return this.#parse(key, this.#unlessExpired(await this.#read(key)));
  }

  async put(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<void> {
    // Fails only if an earlier attempt of this call has written the value.
    await this.#write(key, value, options, ['NOT contains(version, :version)']);
  }

  async putIfAbsent(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<boolean> {
    return await this.#write(key, value, options, [
      'attribute_not_exists(id) OR expiration <= :now',
      { ':now': number(this.#clock.now() / 1_000) },
    ]);
  }

  async update(
    key: string,
    change: (current: JsonValue | undefined) => JsonValue | undefined,
    options?: StoreWriteOptions,
  ): Promise<JsonValue | undefined> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const item = await this.#read(key);
      const unexpired = this.#unlessExpired(item);
      const current = this.#parse(key, unexpired);
      const next = change(current);
      if (next === undefined) return current;
      if (await this.#write(key, next, options, hasVersionOf(item), unexpired)) return next;
      await this.#clock.wait(backoffMs(tries, Math.random()) * CONFLICT_BACKOFF_FACTOR);
    }
    throw this.#error(CONFLICTS, key, 'Use several keys');
  }

  async delete(key: string): Promise<void> {
    let seen = '';
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const item = await this.#read(key);
      // An update keeps the id of the write that it replaces. An item without that id is newer than the deletion.
      if (!item || !versionOf(item).includes(seen)) return;
      seen = versionOf(item).slice(0, WRITE_ID_LENGTH);
      const command = new DeleteItemCommand(this.#inputFor(key, hasVersionOf(item)));
      if (await this.#call(key, this.#table.send(command))) return;
    }
    throw this.#error(CONFLICTS, key, 'Use several keys');
  }

  async #read(key: string): Promise<Item | undefined> {
    const command = new GetItemCommand({ ...this.#inputFor(key), ConsistentRead: true });
    return (await this.#call(key, this.#table.send(command)))?.Item;
  }

  /**
   * Writes the value if the condition holds.
   *
   * @param replaced - The item that an update replaces, unless it has expired.
   * @returns Whether the value was written, also by an earlier attempt of this call whose response was lost.
   */
  async #write(
    key: string,
    value: JsonValue,
    options: StoreWriteOptions | undefined,
    [expression, values]: Condition,
    replaced?: Item,
  ): Promise<boolean> {
    const expiration = expirationOf(key, options, this.#clock.now()) ?? expirationIn(replaced);
    const expires = expiration < NEVER;
    const writeId = randomBytes(WRITE_ID_BYTES).toString('base64url');
    const command = new UpdateItemCommand({
      ...this.#inputFor(key, [
        expression,
        {
          ':value': { S: toJsonText(key, value) },
          ':version': { S: (writeId + versionOf(replaced)).slice(0, MAX_VERSION_LENGTH) },
          ...(expires && { ':expiration': number(expiration) }),
          ...values,
        },
      ]),
      UpdateExpression: `SET #value = :value, version = :version${expires ? ', expiration = :expiration' : ' REMOVE expiration'}`,
      ExpressionAttributeNames: { '#value': 'value' }, // a reserved word
    });
    if (await this.#call(key, this.#table.send(command))) return true;
    return versionOf(await this.#read(key)).includes(writeId);
  }

  /** Returns the response, or `undefined` if the condition of a write does not hold. */
  async #call<Response>(key: string, response: Promise<Response>): Promise<Response | undefined> {
    try {
      return await response;
    } catch (error) {
      if (isConditionFailed(error)) return undefined;
      throw this.#error('Could not read or write', key, 'See the cause', { cause: error });
    }
  }

  /** Returns the part of an input that every operation has. */
  #inputFor(key: string, [expression, values]: Condition = []) {
    checkKey(key);
    const id = `${this.#namespace}#${key}`;
    const isShort = Buffer.byteLength(id) <= MAX_ID_BYTES;
    const S = isShort ? id : `#${createHash('sha256').update(id).digest('hex')}`; // no namespace starts with `#`
    return {
      TableName: this.#tableName,
      Key: { id: { S } },
      ConditionExpression: expression,
      ExpressionAttributeValues: values,
    };
  }

  #unlessExpired(item: Item | undefined): Item | undefined {
    return isExpired(expirationIn(item), this.#clock.now()) ? undefined : item;
  }

  #parse(key: string, item: Item | undefined): JsonValue | undefined {
    if (!item) return undefined;
    try {
      return JSON.parse(item.value?.S ?? '');
    } catch {
      throw this.#error('There is no JSON in', key, 'Delete the value');
    }
  }

  #error(problem: string, key: string, fix: string, options?: ErrorOptions): StoreError {
    return new StoreError(`${problem} ${formatKey(key)} in the table ${this.#tableName}. ${fix}.`, options);
  }
}

function versionOf(item: Item | undefined): string {
  return item?.version?.S ?? '';
}

function expirationIn(item: Item | undefined): number {
  return Number(item?.expiration?.N ?? NEVER);
}

/** The condition that nobody has changed the item, or created it if it is missing. */
function hasVersionOf(item: Item | undefined): Condition {
  const version = item?.version;
  return version ? ['version = :seen', { ':seen': version }] : ['attribute_not_exists(version)'];
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}
