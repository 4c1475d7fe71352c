import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AwsConnectionError, AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { answered, type InterceptedCall, type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { RUN_ONCE_OPTIONS as OPTIONS, work } from './run-once-work.ts';

let table: TestTable;
let idempotencyStore: DynamoDbIdempotencyStore;
beforeEach(async () => {
  table = await startIdempotencyTable();
  idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
});
afterEach(() => table.close());

/** A store whose calls to DynamoDB go through `interceptor`. */
function intercept(interceptor: Interceptor): DynamoDbIdempotencyStore {
  return new DynamoDbIdempotencyStore(table.name, createDynamoDbClient(intercepted(interceptor, table.url)));
}

describe('runOnce with a faulty DynamoDB', () => {
  const refusal = { service: 'dynamodb', status: 400, awsCode: 'ProvisionedThroughputExceededException' };

  it('runs once although DynamoDB returns a new record only to consistent reads', async () => {
    const { histories, run } = work();
    await idempotencyStore.runOnce(OPTIONS, run);
    const isConsistent = ({ operation, input }: InterceptedCall) =>
      operation !== 'GetItem' || input.ConsistentRead === true;
    const eventual = intercept(async (call) => (isConsistent(call) ? call.forward() : answered(call)));
    expect(await eventual.runOnce(OPTIONS, run)).toEqual({ kind: 'duplicate' });
    expect(histories).toHaveLength(1);
  });

  it('neither counts nor keeps the lock if the responses to its start were lost', async () => {
    let isResponseLost = true;
    const flaky = intercept(async ({ operation, forward }) => {
      const response = await forward();
      if (isResponseLost) throw new AwsConnectionError({ service: 'dynamodb', operation }, 'the request timed out');
      return response;
    });
    await expect(flaky.runOnce(OPTIONS, work().run)).rejects.toMatchObject({ wasHandlerStarted: false });
    isResponseLost = false;
    const { histories, run } = work();
    while ((await idempotencyStore.runOnce(OPTIONS, run)).kind === 'in_progress'); // until the lock is released, long before it expires
    expect(histories).toEqual([{ isRetry: true, failures: 0 }]);
  });

  it('does not count a postponed attempt if the response to its release was lost', async () => {
    const repeating = intercept(async ({ forward }) => {
      await forward();
      return await forward(); // as the AWS client does when the first response is lost
    });
    await expect(repeating.runOnce(OPTIONS, work(() => Promise.reject(new RetryLater(1))).run)).rejects.toThrow(
      RetryLater,
    );
    const { histories, run } = work();
    await idempotencyStore.runOnce(OPTIONS, run);
    expect(histories).toEqual([{ isRetry: true, failures: 0 }]);
  });

  it('reports nothing if the response to its completion was lost', async () => {
    const repeating = intercept(async ({ forward }) => {
      await forward();
      return await forward(); // as the AWS client does when the first response is lost
    });
    expect(await repeating.runOnce(OPTIONS, work().run)).toEqual({ kind: 'completed' });
  });

  it('does not run the work if DynamoDB throttles its start', async () => {
    const { histories, run } = work();
    const down = intercept(async ({ operation }) => {
      throw new AwsServiceError({ ...refusal, operation });
    });
    await expect(down.runOnce(OPTIONS, run)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      wasHandlerStarted: false,
      message: expect.stringContaining('before the handler started, so it did not run'),
    });
    expect(histories).toEqual([]);
  });

  it('makes the next attempt a retry if DynamoDB does not record the completion', async () => {
    let calls = 0;
    const down = intercept(async ({ operation, forward }) => {
      calls += 1;
      if (calls === 2) throw new AwsConnectionError({ service: 'dynamodb', operation }, 'it is down');
      return await forward();
    });
    await expect(down.runOnce({ ...OPTIONS, lockMs: 1 }, work().run)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      wasHandlerStarted: true,
      message: expect.stringContaining('after the handler had completed, so it may run again'),
    });
    const { histories, run } = work();
    while ((await idempotencyStore.runOnce(OPTIONS, run)).kind === 'in_progress');
    expect(histories).toEqual([{ isRetry: true, failures: 1 }]);
  });

  it('rejects with the error of the handler if DynamoDB does not release the lock', async () => {
    let calls = 0;
    const down = intercept(async ({ operation, forward }) => {
      calls += 1;
      if (calls === 2) throw new AwsServiceError({ ...refusal, operation });
      return await forward();
    });
    const error = new PermanentError('no');
    await expect(down.runOnce(OPTIONS, () => Promise.reject(error))).rejects.toBe(error);
  });

  it('is in progress if the record disappears while the store reads it', async () => {
    await idempotencyStore.runOnce(OPTIONS, work().run);
    const emptied = intercept(async (call) => (call.operation === 'GetItem' ? answered(call) : call.forward()));
    const { histories, run } = work();
    expect(await emptied.runOnce(OPTIONS, run)).toEqual({ kind: 'in_progress', retryAfterMs: 0 });
    expect(histories).toEqual([]);
  });

  it('runs the work as a retry if the response to its start was lost', async () => {
    await expect(idempotencyStore.runOnce(OPTIONS, () => Promise.reject(new PermanentError('no')))).rejects.toThrow();
    let wasResponseLost = false;
    const flaky = intercept(async ({ forward }) => {
      const response = await forward();
      if (wasResponseLost) return response;
      wasResponseLost = true;
      return await forward(); // as the AWS client does when the first response is lost
    });
    const { histories, run } = work();
    expect(await flaky.runOnce(OPTIONS, run)).toEqual({ kind: 'completed' });
    expect(histories).toEqual([{ isRetry: true, failures: 1 }]);
  });
});
