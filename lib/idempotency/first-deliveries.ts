import { createHash } from 'node:crypto';
import { type AttributeValue, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { isConditionFailed } from '../aws/aws-errors.ts';
import type { TableClient } from '../aws/dynamodb-client.ts';
import type { SameBodyDelivery } from './same-event.ts';

/**
 * Maximum difference to the timestamp of an event's first delivery, in seconds. Frame.io's retries end after about four
 * minutes (guide, Webhooks).
 */
const WINDOW_SECONDS = 15 * 60;

/** How long the table keeps the list after its last change, in seconds: twice as long as a record of an attempt. */
const LIST_TTL_SECONDS = 70 * 24 * 60 * 60;

/** Remaining time at which a list that is in use gets a new time to live. A record of an attempt lives 35 days. */
const RENEWAL_SECONDS = 36 * 24 * 60 * 60;

/** Maximum length of a list. If an event repeats after each window, that is six weeks. */
const MAX_EVENTS = 4_000;

/** Attempts to change a list that other processes change at the same time. */
const MAX_TRIES = 8;

interface List {
  readonly text: string;
  readonly timestamps: readonly string[];
  /** When the list expires, in seconds since 1970. */
  readonly expiration: number;
}

/**
 * Lists the first deliveries of the events that have the same body: one item in the table for each body and handler. An
 * entry is never changed, and the oldest matching entry wins, so a delivery belongs to the same event at every attempt.
 */
export class FirstDeliveries {
  readonly #table: TableClient;
  readonly #tableName: string;

  constructor(table: TableClient, tableName: string) {
    this.#table = table;
    this.#tableName = tableName;
  }

  /**
   * Returns the timestamp of the first delivery of the event that a delivery belongs to: its own if it is the first one. Takes
   * one write for a first delivery of a body. Otherwise it takes a failed write and a read, and a write for a new event.
   */
  async find({ body, timestamp }: SameBodyDelivery, handlerName: string): Promise<string> {
    const bodyHash = createHash('sha256').update(body).digest('hex');
    const hash = createHash('sha256').update(`${bodyHash}#${handlerName}`).digest('base64');
    const id = { S: `frameio-lambda-events#${hash}` };
    let list: List | undefined; // most deliveries are the first one, so the first write expects no list
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const now = Date.now() / 1_000;
      const known = list && list.expiration >= now ? list.timestamps : [];
      const first = known.find((other) => Math.abs(Number(other) - Number(timestamp)) <= WINDOW_SECONDS);
      if (list && first !== undefined) {
        if (list.expiration - now < RENEWAL_SECONDS) await this.#write(id, list, list.text, now);
        return first;
      }
      const text = [...known, timestamp].slice(-MAX_EVENTS).join(' ');
      if (await this.#write(id, list, text, now)) return timestamp;
      list = await this.#read(id);
    }
    throw new Error(`Other processes changed the list of first deliveries ${MAX_TRIES} times.`);
  }

  /** Replaces the list. Returns false if another process has changed it. */
  async #write(id: AttributeValue, list: List | undefined, text: string, now: number): Promise<boolean> {
    const command = new UpdateItemCommand({
      TableName: this.#tableName,
      Key: { id },
      UpdateExpression: 'SET first_timestamps = :text, expiration = :expiration',
      ConditionExpression: list ? 'first_timestamps = :before' : 'attribute_not_exists(id)',
      ExpressionAttributeValues: {
        ':text': { S: text },
        ':expiration': { N: String(Math.ceil(now) + LIST_TTL_SECONDS) },
        ...(list && { ':before': { S: list.text } }),
      },
    });
    try {
      await this.#table.send(command);
      return true;
    } catch (error) {
      if (isConditionFailed(error)) return false;
      throw error;
    }
  }

  async #read(id: AttributeValue): Promise<List | undefined> {
    const input = { TableName: this.#tableName, Key: { id }, ConsistentRead: true };
    const { Item: item } = await this.#table.send(new GetItemCommand(input));
    const text = item?.first_timestamps?.S;
    if (text === undefined) return undefined;
    return { text, timestamps: text.split(' '), expiration: Number(item?.expiration?.N) };
  }
}
