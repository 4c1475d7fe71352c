import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { HttpRequestError } from '../../../lib/http/http-request-error.ts';
import { DynamoDbStore, type DynamoDbStoreOptions } from '../../../lib/store/dynamodb-store.ts';
import { IDEMPOTENCY_TABLE } from '../../support/idempotency-table-definition.ts';
import { type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { runningDynamoDb } from '../../support/running-dynamodb.ts';
import { SDK_SETTINGS } from '../../support/running-sqs.ts';
import { testClock } from '../../support/test-clock.ts';

type WriteOperation = 'UpdateItem' | 'DeleteItem';

/** Work of another process. */
type Work = () => Promise<unknown>;

/** The sandbox's DynamoDB and stores in its table. The waits of stores and clients take no time. */
export async function storeStage() {
  const running = await runningDynamoDb();
  const { dynamoDb, url } = running;
  const clock = testClock();
  // A busy machine must not look like a lost response.
  const retries = { clock: { now: () => Date.now(), wait: async () => undefined }, timeoutMs: 50_000 };
  let interceptor: Interceptor = ({ forward }) => forward();
  const client = createDynamoDbClient({ ...intercepted((call) => interceptor(call), url), ...retries });
  const { region, credentials } = SDK_SETTINGS;
  const otherClient = createDynamoDbClient({ region, credentials, endpoint: url, ...retries });
  const storeOf = (namespace: string, options: Partial<DynamoDbStoreOptions> = {}, tableName = 'idempotency') =>
    new DynamoDbStore(tableName, { namespace, table: client, clock, ...options });

  /** Lets the first attempt at an operation fail without a response. `work` runs before the client tries again. */
  const failOnce = (operation: WriteOperation, isProcessed: boolean, work: Work) => {
    let wasFailed = false;
    interceptor = async (call) => {
      if (wasFailed || call.operation !== operation) return await call.forward();
      wasFailed = true;
      if (isProcessed) await call.forward();
      await work();
      throw new HttpRequestError({ failure: 'connection_failed', maybeSent: true });
    };
  };

  return {
    ...running,
    clock,
    storeOf,
    store: storeOf('app'),
    /** The same store in another process, without faults. */
    other: storeOf('app', { table: otherClient }),
    /** Number of calls of an operation so far. */
    countCalls: (operation: WriteOperation) => dynamoDb.calls.filter((call) => call.operation === operation).length,
    /** Returns an item as DynamoDB has it. */
    itemOf: async (id: string) => {
      const input = { TableName: IDEMPOTENCY_TABLE.TableName, Key: { id: { S: id } }, ConsistentRead: true };
      return Object(await dynamoDb.call('GetItem', input)).Item;
    },
    /** DynamoDB processes the first attempt, and its response is lost. */
    loseResponse: (operation: WriteOperation, work: Work = async () => undefined) => failOnce(operation, true, work),
    /** DynamoDB does not receive the first attempt. */
    loseRequest: (operation: WriteOperation, work: Work) => failOnce(operation, false, work),
    /** The response to every write is lost. */
    loseEveryResponse: (operation: WriteOperation) => {
      interceptor = async (call) => {
        const output = await call.forward();
        if (call.operation !== operation || output.response.statusCode !== 200) return output;
        throw new HttpRequestError({ failure: 'connection_failed', maybeSent: true });
      };
    },
    /** Another process works before each attempt at an operation. */
    precede: (operation: WriteOperation, work: Work) => {
      interceptor = async (call) => {
        if (call.operation === operation) await work();
        return await call.forward();
      };
    },
  };
}

/** Adds 1 to a counter. */
export const increment = (current: unknown): number => Number(current ?? 0) + 1;
