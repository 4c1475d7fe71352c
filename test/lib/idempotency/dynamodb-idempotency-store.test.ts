import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PermanentError, RetryLater } from '../../../lib/core/errors.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { UNKNOWN_OUTCOME_LOCK_MS } from '../../../lib/retry/is-outcome-unknown.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { RUN_ONCE_OPTIONS as OPTIONS, work } from './run-once-work.ts';

let table: TestTable;
let idempotencyStore: DynamoDbIdempotencyStore;
beforeEach(async () => {
  table = await startIdempotencyTable();
  idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await table.close();
});

const NOW = 1_795_000_000_000;

/** Stops the clock of the store. */
const stopClock = () => void jest.spyOn(Date, 'now').mockReturnValue(NOW);

/** A promise and its resolvers. */
function deferred() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

describe('the work of a handler for a delivery', () => {
  it('runs once when the delivery arrives several times', async () => {
    const { histories, run } = work();
    const outcomes = [];
    for (let number = 1; number <= 3; number += 1) outcomes.push(await idempotencyStore.runOnce(OPTIONS, run));
    expect(outcomes).toEqual([{ kind: 'completed' }, { kind: 'duplicate' }, { kind: 'duplicate' }]);
    expect(histories).toEqual([{ isRetry: false, failures: 0 }]);
  });

  it('has a record of its own for each handler and each delivery', async () => {
    const { histories, run } = work();
    await idempotencyStore.runOnce(OPTIONS, run);
    await idempotencyStore.runOnce({ ...OPTIONS, handlerName: 'audit' }, run);
    await idempotencyStore.runOnce({ ...OPTIONS, deliveryKey: 'b'.repeat(64) }, run);
    expect(histories).toHaveLength(3);
  });

  it('is locked while it runs: a second process learns when the lock expires', async () => {
    stopClock();
    const { promise: ended, resolve: end } = deferred();
    const { promise: started, resolve: start } = deferred();
    const first = idempotencyStore.runOnce(OPTIONS, async () => {
      start();
      await ended;
    });
    await started;
    const second = await idempotencyStore.runOnce(OPTIONS, work().run);
    end();
    expect(second).toEqual({ kind: 'in_progress', retryAfterMs: 60_000 });
    expect(await first).toEqual({ kind: 'completed' });
  });

  it('runs again at once after a failure, as a retry', async () => {
    stopClock();
    const failing = work(() => Promise.reject(new RetryLater(1)));
    await expect(idempotencyStore.runOnce(OPTIONS, failing.run)).rejects.toThrow(RetryLater);
    const { histories, run } = work();
    expect(await idempotencyStore.runOnce(OPTIONS, run)).toEqual({ kind: 'completed' });
    expect(histories).toMatchObject([{ isRetry: true }]);
  });

  it('counts failed attempts, but not postponed ones', async () => {
    const errors = [new PermanentError('no'), new RetryLater(1), new RetryLater(1), new PermanentError('no')];
    const { histories, run } = work(() => Promise.reject(errors[histories.length - 1]));
    for (const error of errors) await expect(idempotencyStore.runOnce(OPTIONS, run)).rejects.toBe(error);
    await expect(idempotencyStore.runOnce(OPTIONS, work(() => Promise.reject(new RetryLater(1))).run)).rejects.toThrow(
      RetryLater,
    );
    const last = work();
    await idempotencyStore.runOnce(OPTIONS, last.run);
    expect([...histories, ...last.histories].map(({ failures }) => failures)).toEqual([0, 1, 1, 1, 2]);
  });

  it('counts every error as a failure by default', async () => {
    const { isFailure: _, ...options } = OPTIONS;
    const { histories, run } = work(() => Promise.reject(new RetryLater(1)));
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await expect(idempotencyStore.runOnce(options, run)).rejects.toThrow(RetryLater);
    }
    expect(histories.map(({ failures }) => failures)).toEqual([0, 1]);
  });

  it('counts the failures of each redriveId separately', async () => {
    const failing = work(() => Promise.reject(new PermanentError('no')));
    for (const redriveId of [undefined, undefined, 'redrive', 'redrive', 'second redrive', undefined]) {
      await expect(idempotencyStore.runOnce({ ...OPTIONS, redriveId }, failing.run)).rejects.toThrow('no');
    }
    expect(failing.histories.map(({ failures }) => failures)).toEqual([0, 1, 0, 1, 0, 2]);
  });

  it('rejects with what the handler threw, also if it is no error', async () => {
    await expect(idempotencyStore.runOnce(OPTIONS, () => Promise.reject('no'))).rejects.toBe('no');
  });

  it('stays locked for a moment after a failure whose outcome is unknown', async () => {
    stopClock();
    const failing = work(() => Promise.reject(new Error('socket hang up')));
    await expect(idempotencyStore.runOnce(OPTIONS, failing.run)).rejects.toThrow('socket hang up');
    const { histories, run } = work();
    const lockMs = UNKNOWN_OUTCOME_LOCK_MS;
    expect(await idempotencyStore.runOnce(OPTIONS, run)).toEqual({ kind: 'in_progress', retryAfterMs: lockMs });
    expect(histories).toEqual([]);
  });

  it('runs again when the lock of a killed process has expired, as a retry', async () => {
    const killed = idempotencyStore.runOnce({ ...OPTIONS, lockMs: 1 }, () => new Promise(() => undefined));
    void killed;
    const { histories, run } = work();
    while ((await idempotencyStore.runOnce(OPTIONS, run)).kind === 'in_progress');
    expect(histories).toEqual([{ isRetry: true, failures: 1 }]);
  });

  it('keeps the record of a later attempt when an earlier attempt, frozen meanwhile, fails', async () => {
    const { promise: failed, reject: fail } = deferred();
    const { promise: started, resolve: start } = deferred();
    const frozen = idempotencyStore.runOnce({ ...OPTIONS, lockMs: 1 }, async () => {
      start();
      await failed;
    });
    await started;
    while ((await idempotencyStore.runOnce(OPTIONS, work().run)).kind === 'in_progress');
    fail(new Error('aborted'));
    await expect(frozen).rejects.toThrow('aborted');
    expect(await idempotencyStore.runOnce(OPTIONS, work().run)).toEqual({ kind: 'duplicate' });
  });
});

describe('work that completes after another attempt has taken its lock', () => {
  it('is completed, and reports that it ran in two processes', async () => {
    const { promise: ended, resolve: end } = deferred();
    const { promise: started, resolve: start } = deferred();
    const frozen = idempotencyStore.runOnce({ ...OPTIONS, lockMs: 1 }, async () => {
      start();
      await ended;
    });
    await started;
    const failing = work(async () => {
      end();
      expect(await frozen).toEqual({ kind: 'completed', lostLock: true });
      throw new RetryLater(1);
    });
    const second = async () => (await idempotencyStore.runOnce(OPTIONS, failing.run)).kind;
    const retryUntilLocked = async () => {
      while ((await second()) === 'in_progress');
    };
    await expect(retryUntilLocked()).rejects.toThrow(RetryLater);
    expect(await idempotencyStore.runOnce(OPTIONS, work().run)).toEqual({ kind: 'duplicate' });
  });
});
