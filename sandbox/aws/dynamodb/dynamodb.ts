/// <reference path="./dynalite.d.ts" />
import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import dynalite from 'dynalite';
import { recordOf } from '../../../lib/core/type-guards.ts';
import { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { Listener } from '../../http/listen.ts';
import {
  type FaultOption,
  jsonService,
  type ServiceCall,
  type ServiceResponse,
} from '../json-protocol/json-service.ts';

/** Input of `CreateTable`, from the template. */
export interface TableDefinition extends Readonly<Record<string, unknown>> {
  readonly TableName: string;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

/** Options of the sandbox's DynamoDB. */
export interface DynamoDbOptions {
  readonly tables: readonly TableDefinition[];
  /**
   * Folder that stores the tables.
   * @default none: items are in memory only
   */
  readonly path?: string;
  /**
   * Clock for delays. Items do not expire.
   * @default a clock that follows the machine's
   */
  readonly clock?: SandboxClock;
}

const CONDITION_FAILED = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';

/**
 * Amazon DynamoDB: dynalite, with simulated faults. Set `AWS_ENDPOINT_URL_DYNAMODB` to its URL.
 *
 * With a path, every write reaches the operating system before its response. So acknowledged writes survive `kill -9`, but
 * not a power failure.
 */
export class DynamoDb {
  /** Every call so far. */
  readonly calls: ServiceCall[] = [];
  /** Fault to simulate. */
  fault: FaultOption;
  readonly listener: Listener;
  readonly #dynalite: Server;
  /** Names of the key attributes, by table. */
  readonly #keyNames: ReadonlyMap<unknown, readonly string[]>;
  readonly #pendingCalls = new Set<Promise<ServiceResponse>>();

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
      handle: (call) => this.#handle(call),
    });
  }

  static async start(options: DynamoDbOptions): Promise<DynamoDb> {
    const dynamoDb = new DynamoDb(options);
    if (options.path !== undefined) await dynamoDb.#listen();
    try {
      for (const table of options.tables) await dynamoDb.#createTable(table);
      return dynamoDb;
    } catch (error) {
      await dynamoDb.close();
      throw error;
    }
  }

  /** Runs an operation for a caller in this process, without faults. Returns the body of the response. */
  async call(operation: string, input: ServiceCall['input']): Promise<unknown> {
    const { body } = await this.#handle({ operation, input });
    return body;
  }

  /** Resolves when pending calls have ended and the folder is closed. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#pendingCalls);
    await new Promise((resolve) => this.#dynalite.close(resolve));
  }

  /**
   * Listens on a port, because dynalite closes its folder only when its server listens. Nobody may connect: it accepts calls
   * from any website.
   */
  async #listen(): Promise<void> {
    this.#dynalite.on('connection', (socket) => socket.destroy());
    await new Promise<void>((resolve) => this.#dynalite.listen(0, '127.0.0.1', resolve));
  }

  async #createTable(table: TableDefinition): Promise<void> {
    const { TableName } = table;
    const created = await this.#call('CreateTable', { ...table, BillingMode: 'PAY_PER_REQUEST' });
    const exists = String(recordOf(created.body).__type).endsWith('#ResourceInUseException');
    if (created.status !== 200 && !exists) throw new Error(`${TableName}: ${JSON.stringify(created.body)}`);
    const status = async () => {
      const { body } = await this.#call('DescribeTable', { TableName });
      return recordOf(recordOf(body).Table).TableStatus;
    };
    if (exists && (await status()) === 'CREATING') {
      // The earlier process ended before the table was active. dynalite activates it only after an update.
      const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
      await this.#call('UpdateTable', { TableName, BillingMode: 'PROVISIONED', ProvisionedThroughput });
    }
    while ((await status()) !== 'ACTIVE') await setTimeout(1);
  }

  /** Adds `ReturnValuesOnConditionCheckFailure`, which dynalite lacks: reads the existing item after a failed condition. */
  async #handle({ operation, input }: ServiceCall): Promise<ServiceResponse> {
    const response = await this.#call(operation, input);
    const { TableName, Key, Item, ReturnValuesOnConditionCheckFailure } = input;
    const body = recordOf(response.body);
    if (body.__type !== CONDITION_FAILED || ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return response;
    const names = this.#keyNames.get(TableName) ?? [];
    const key = Key ?? Object.fromEntries(names.map((name) => [name, recordOf(Item)[name]]));
    const existing = await this.#call('GetItem', { TableName, Key: key, ConsistentRead: true });
    return { ...response, body: { ...body, Item: recordOf(existing.body).Item } };
  }

  async #call(operation: string, input: ServiceCall['input']): Promise<ServiceResponse> {
    const call = new Promise<ServiceResponse>((resolve) => {
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
    this.#pendingCalls.add(call);
    return await call.finally(() => this.#pendingCalls.delete(call));
  }
}

/** Signature headers that dynalite requires. `jsonService` has already checked the caller's signature. */
const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20261123T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=sandbox, SignedHeaders=host, Signature=sandbox',
};
