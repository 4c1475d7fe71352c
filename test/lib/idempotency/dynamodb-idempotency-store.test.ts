import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDynamoDbClient } from '../../../lib/aws/dynamodb-client.ts';
import {
  type AttemptHistory,
  AwsConnectionError,
  AwsServiceError,
  DynamoDbIdempotencyStore,
  PermanentError,
  RetryLater,
  type RunOnceOptions,
} from '../../../lib/index.ts';
import { type Interceptor, intercepted } from '../../support/intercepted-aws.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';

const ENTRY: RunOnceOptions = {
  deliveryKey: 'a'.repeat(64),
  handlerName: 'file-ready',
  lockMs: 60_000,
  isFailure: (error) => !(error instanceof RetryLater),
};

let table: LedgerTable;
let idempotencyStore: DynamoDbIdempotencyStore;
beforeEach(async () => {
  table = await startLedgerTable();
  idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
});
afterEach(() => table.close());

/** Work that notes each turn it gets. */
function work(effect: () => Promise<void> = async () => undefined) {
  const turns: AttemptHistory[] = [];
  return {
    turns,
    run: async (turn: AttemptHistory) => {
      turns.push(turn);
      await effect();
    },
  };
}

/** A promise, and the ends it can come to. */
function gate() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

/** A DynamoDB on which `play` acts before or after each call. */
function faulty(play: Interceptor): DynamoDbIdempotencyStore {
  return new DynamoDbIdempotencyStore(table.name, createDynamoDbClient(intercepted(play, table.url)));
}

describe('a delivery’s handler', () => {
  it('works once, however often the delivery arrives', async () => {
    const { turns, run } = work();
    const outcomes = [];
    for (let number = 1; number <= 3; number += 1) outcomes.push(await idempotencyStore.runOnce(ENTRY, run));
    expect(outcomes).toEqual([{ kind: 'completed' }, { kind: 'duplicate' }, { kind: 'duplicate' }]);
    expect(turns).toEqual([{ isRetry: false, failures: 0 }]);
  });

  it('works for itself: another handler, or another delivery, has an entry of its own', async () => {
    const { turns, run } = work();
    await idempotencyStore.runOnce(ENTRY, run);
    await idempotencyStore.runOnce({ ...ENTRY, handlerName: 'audit' }, run);
    await idempotencyStore.runOnce({ ...ENTRY, deliveryKey: 'b'.repeat(64) }, run);
    expect(turns).toHaveLength(3);
  });

  it('works alone: whoever comes meanwhile is told for how long', async () => {
    const { promise: ended, resolve: end } = gate();
    const { promise: began, resolve: begin } = gate();
    const first = idempotencyStore.runOnce(ENTRY, async () => {
      begin();
      await ended;
    });
    await began;
    const second = await idempotencyStore.runOnce(ENTRY, work().run);
    end();
    expect(second).toEqual({ kind: 'in_progress', retryAfterMs: expect.any(Number) });
    expect(await first).toEqual({ kind: 'completed' });
  });

  it('that failed works again, and knows that it is a repeat', async () => {
    const failing = work(() => Promise.reject(new RetryLater(1)));
    await expect(idempotencyStore.runOnce(ENTRY, failing.run)).rejects.toThrow(RetryLater);
    const { turns, run } = work();
    expect(await idempotencyStore.runOnce(ENTRY, run)).toEqual({ kind: 'completed' });
    expect(turns).toMatchObject([{ isRetry: true }]);
  });

  it('counts the attempts that failed, and none that had to wait', async () => {
    const errors = [new PermanentError('no'), new RetryLater(1), new RetryLater(1), new PermanentError('no')];
    const { turns, run } = work(() => Promise.reject(errors[turns.length - 1]));
    for (const error of errors) await expect(idempotencyStore.runOnce(ENTRY, run)).rejects.toBe(error);
    await expect(idempotencyStore.runOnce(ENTRY, work(() => Promise.reject(new RetryLater(1))).run)).rejects.toThrow(
      RetryLater,
    );
    const last = work();
    await idempotencyStore.runOnce(ENTRY, last.run);
    expect([...turns, ...last.turns].map(({ failures }) => failures)).toEqual([0, 1, 1, 1, 2]);
  });

  it('counts the failures of each redriveId by themselves', async () => {
    const failing = work(() => Promise.reject(new PermanentError('no')));
    for (const redriveId of [undefined, undefined, 'put back', 'put back', undefined]) {
      await expect(idempotencyStore.runOnce({ ...ENTRY, redriveId }, failing.run)).rejects.toThrow('no');
    }
    expect(failing.turns.map(({ failures }) => failures)).toEqual([0, 1, 0, 1, 2]);
  });

  it('is not counted, and not locked, when only the answers to its beginning were lost', async () => {
    let isLost = true;
    const flaky = faulty(async ({ operation, forward }) => {
      const answer = await forward();
      if (isLost) throw new AwsConnectionError({ service: 'dynamodb', operation }, 'its time was up');
      return answer;
    });
    await expect(flaky.runOnce(ENTRY, work().run)).rejects.toMatchObject({ wasHandlerStarted: false });
    isLost = false;
    const { turns, run } = work();
    while ((await idempotencyStore.runOnce(ENTRY, run)).kind === 'in_progress'); // until the lock is given back, long before it ends
    expect(turns).toEqual([{ isRetry: true, failures: 0 }]);
  });

  it('counts an attempt that had to wait as none also where the answer to that is lost', async () => {
    const repeating = faulty(async ({ forward }) => {
      await forward();
      return await forward(); // as the client does when the first answer did not come
    });
    await expect(repeating.runOnce(ENTRY, work(() => Promise.reject(new RetryLater(1))).run)).rejects.toThrow(
      RetryLater,
    );
    const { turns, run } = work();
    await idempotencyStore.runOnce(ENTRY, run);
    expect(turns).toEqual([{ isRetry: true, failures: 0 }]);
  });

  it('that failed while something may be on its way keeps others from looking for it before it arrives', async () => {
    const failing = work(() => Promise.reject(new Error('socket hang up')));
    await expect(idempotencyStore.runOnce(ENTRY, failing.run)).rejects.toThrow('socket hang up');
    const { turns, run } = work();
    expect(await idempotencyStore.runOnce(ENTRY, run)).toEqual({
      kind: 'in_progress',
      retryAfterMs: expect.any(Number),
    });
    expect(turns).toEqual([]);
  });

  it('that was killed works again when its lock has ended, and knows that it is a repeat', async () => {
    const killed = idempotencyStore.runOnce({ ...ENTRY, lockMs: 1 }, () => new Promise(() => undefined));
    void killed;
    const { turns, run } = work();
    while ((await idempotencyStore.runOnce(ENTRY, run)).kind === 'in_progress');
    expect(turns).toEqual([{ isRetry: true, failures: 1 }]);
  });

  it('that wakes up after another took over, and fails, leaves the other’s entry alone', async () => {
    const { promise: failed, reject: fail } = gate();
    const { promise: began, resolve: begin } = gate();
    const frozen = idempotencyStore.runOnce({ ...ENTRY, lockMs: 1 }, async () => {
      begin();
      await failed;
    });
    await began;
    while ((await idempotencyStore.runOnce(ENTRY, work().run)).kind === 'in_progress');
    fail(new Error('aborted'));
    await expect(frozen).rejects.toThrow('aborted');
    expect(await idempotencyStore.runOnce(ENTRY, work().run)).toEqual({ kind: 'duplicate' });
  });
});

describe('a DynamoDB that', () => {
  const refusal = { service: 'dynamodb', status: 400, awsCode: 'ProvisionedThroughputExceededException' };

  it('throttles before the work begins fails closed: nothing is done', async () => {
    const { turns, run } = work();
    const down = faulty(async ({ operation }) => {
      throw new AwsServiceError({ ...refusal, operation });
    });
    await expect(down.runOnce(ENTRY, run)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      wasHandlerStarted: false,
    });
    expect(turns).toEqual([]);
  });

  it('does not take the end makes the next attempt a repeat, once the lock has ended', async () => {
    let calls = 0;
    const down = faulty(async ({ operation, forward }) => {
      calls += 1;
      if (calls > 1) throw new AwsConnectionError({ service: 'dynamodb', operation }, 'it is down');
      return await forward();
    });
    await expect(down.runOnce({ ...ENTRY, lockMs: 1 }, work().run)).rejects.toMatchObject({
      code: 'idempotency_store_unavailable',
      wasHandlerStarted: true,
    });
    const { turns, run } = work();
    while ((await idempotencyStore.runOnce(ENTRY, run)).kind === 'in_progress');
    expect(turns).toEqual([{ isRetry: true, failures: 1 }]);
  });

  it('takes the beginning, but whose answer is lost, lets the work begin, as a repeat to be safe', async () => {
    let lost = false;
    const flaky = faulty(async ({ forward }) => {
      const answer = await forward();
      if (lost) return answer;
      lost = true;
      return await forward(); // as the client does when the first answer did not come
    });
    const { turns, run } = work();
    expect(await flaky.runOnce(ENTRY, run)).toEqual({ kind: 'completed' });
    expect(turns).toEqual([{ isRetry: true, failures: 0 }]);
  });
});
