import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import dynalite from 'dynalite';
import { SandboxClock } from '../clock.ts';
import type { Listener } from '../listen.ts';
import { type FaultOption, jsonService, type ServiceAnswer, type ServiceCall } from './json-service.ts';

/** A table as the template describes it: the fields of `CreateTable`, and others, which are not looked at. */
export interface TableDefinition extends Readonly<Record<string, unknown>> {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

/** What a DynamoDB is started with. */
export interface DynamoDbOptions {
  readonly tables: readonly TableDefinition[];
  /** Folder that keeps what is in the tables. Without it, items are in memory only. */
  readonly path?: string;
  /**
   * Clock of delays; items do not expire.
   * @default one that follows the machine's
   */
  readonly clock?: SandboxClock;
}

const CONDITION_FAILED = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';

/**
 * Amazon DynamoDB, played by dynalite behind faults of our own. Point the SDK at it with `AWS_ENDPOINT_URL_DYNAMODB`.
 *
 * With a path, a write is handed to the operating system before it is answered: the process may be killed at any
 * moment, and started again it has all that was answered. Only the machine's power must not fail.
 */
export class DynamoDb {
  /** Every call so far. */
  readonly calls: ServiceCall[] = [];
  /** What is wrong with the service, if anything. */
  fault: FaultOption;
  readonly listener: Listener;
  readonly #dynalite: Server;
  /** Names of the key's attributes, by table. */
  readonly #keyNames: ReadonlyMap<unknown, readonly string[]>;
  readonly #running = new Set<Promise<ServiceAnswer>>();

  private constructor({ tables, path, clock = new SandboxClock() }: DynamoDbOptions) {
    this.#keyNames = new Map(
      tables.map(({ TableName, KeySchema }) => [TableName, KeySchema.map(({ AttributeName }) => AttributeName)]),
    );
    this.#dynalite = dynalite({ ...(path !== undefined && { path }), createTableMs: 0, updateTableMs: 0 });
    this.listener = jsonService({
      service: 'dynamodb',
      target: 'DynamoDB_20120810',
      version: '1.0',
      clock,
      onCall: (call) => void this.calls.push(call),
      fault: () => this.fault,
      answer: (call) => this.#answer(call),
    });
  }

  static async start(options: DynamoDbOptions): Promise<DynamoDb> {
    const dynamoDb = new DynamoDb(options);
    // Nobody calls it here: dynalite closes its database with a server that listens, and not without.
    await new Promise<void>((resolve) => dynamoDb.#dynalite.listen(0, '127.0.0.1', resolve));
    try {
      for (const table of options.tables) await dynamoDb.#makeTable(table);
      return dynamoDb;
    } catch (error) {
      await dynamoDb.close();
      throw error;
    }
  }

  /** Resolves when the calls that were being answered are, and the folder is free for another. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await new Promise((resolve) => this.#dynalite.close(resolve));
  }

  async #makeTable(table: TableDefinition): Promise<void> {
    const { TableName } = table;
    const created = await this.#call('CreateTable', { ...table, BillingMode: 'PAY_PER_REQUEST' });
    const isKnown = Object(created.body).__type?.endsWith('#ResourceInUseException') ?? false;
    if (created.status !== 200 && !isKnown) throw new Error(`${TableName}: ${JSON.stringify(created.body)}`);
    const status = async () => Object((await this.#call('DescribeTable', { TableName })).body).Table?.TableStatus;
    if (isKnown && (await status()) === 'CREATING') {
      // The process died before the table was ready. dynalite takes it up again only when it is changed.
      const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
      await this.#call('UpdateTable', { TableName, BillingMode: 'PROVISIONED', ProvisionedThroughput });
    }
    while ((await status()) !== 'ACTIVE') await setTimeout(1);
  }

  /** dynalite does not know `ReturnValuesOnConditionCheckFailure`: the item in the way is read afterwards. */
  async #answer({ operation, input }: ServiceCall): Promise<ServiceAnswer> {
    const answer = await this.#call(operation, input);
    const { TableName, Key, Item, ReturnValuesOnConditionCheckFailure } = input;
    const isRefused = Object(answer.body).__type === CONDITION_FAILED;
    if (!isRefused || ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return answer;
    const names = this.#keyNames.get(TableName) ?? [];
    const key = Key ?? Object.fromEntries(names.map((name) => [name, Object(Item)[name]]));
    const inTheWay = await this.#call('GetItem', { TableName, Key: key, ConsistentRead: true });
    return { ...answer, body: { ...Object(answer.body), Item: Object(inTheWay.body).Item } };
  }

  async #call(operation: string, input: ServiceCall['input']): Promise<ServiceAnswer> {
    const answer = new Promise<ServiceAnswer>((resolve) => {
      const request = Object.assign(Readable.from([Buffer.from(JSON.stringify(input))]), {
        method: 'POST',
        url: '/',
        headers: { ...SIGNED, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      });
      const response = {
        statusCode: 200,
        setHeader: () => undefined,
        end: (body: string) => resolve({ status: response.statusCode, body: JSON.parse(body) }),
      };
      this.#dynalite.emit('request', request, response);
    });
    this.#running.add(answer);
    return await answer.finally(() => this.#running.delete(answer));
  }
}

/** What dynalite wants to see before it looks at a request. Whether the caller signed has been checked by then. */
const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20261123T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=sandbox, SignedHeaders=host, Signature=sandbox',
};
