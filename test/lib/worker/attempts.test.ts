import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RetryLater } from '../../../lib/core/errors.ts';
import { batch, oneMinute, receive, refusal, WorkerStage } from './worker-stage.ts';

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

describe('attempts of a handler', () => {
  it('do not include waits that the handler requested', async () => {
    const poll = await stage.worker({
      poll: ({ attempt }) => Promise.reject(attempt <= 50 ? new RetryLater(0) : refusal),
    });
    await receive(poll, 61);
    expect(stage.deadLetters).toEqual([]);
  });

  it('are used up only by failures, not by the waits between them', async () => {
    const poll = await stage.worker(
      { poll: ({ attempt }) => Promise.reject(attempt % 2 ? new RetryLater(0) : refusal) },
      { maxAttempts: 3 },
    );
    await receive(poll, 6);
    expect(stage.deadLetters).toMatchObject([{ handlers: ['poll'], errorCode: 'server_error', attempts: '6' }]);
  });

  it('include crashes: a handler that always crashes the process is dead-lettered', async () => {
    const started: number[] = [];
    const worker = await stage.worker({ poison: ({ attempt }) => started.push(attempt) }, { maxAttempts: 3 });
    // Creates the record that three crashed processes leave behind.
    const idempotencyStore = stage.idempotencyStore();
    const recordOptions = { deliveryKey: '1'.padStart(64, '0'), handlerName: 'poison', lockMs: 1 };
    for (let number = 1; number <= 3; number += 1) {
      await new Promise<void>((begin) => {
        const attempt = async () => {
          while (
            (await idempotencyStore.runOnce(recordOptions, () => new Promise(() => begin()))).kind === 'in_progress'
          );
        };
        void attempt();
      });
    }
    const again = async () => worker(batch({ receiveCount: 4 }), oneMinute);
    await again();
    while (stage.calls.every(({ operation }) => operation !== 'SendMessage')) await again(); // until the last lock has expired
    expect(started).toEqual([]);
    expect(stage.deadLetters).toMatchObject([{ handlers: ['poison'], errorCode: 'handler_crashed' }]);
  });

  it('start again after a redrive', async () => {
    const errors: Error[] = [refusal, refusal];
    const worker = await stage.worker({ index: () => Promise.reject(errors.shift()) }, { maxAttempts: 2 });
    await receive(worker, 2);
    const [letter] = stage.deadLetters;
    expect(letter).toMatchObject({ errorCode: 'server_error' });
    const redriven = (receiveCount: number) => {
      const [record] = batch({ receiveCount }).Records;
      return { Records: [{ ...record, body: letter?.body }] };
    };
    errors.push(new RetryLater(0), new RetryLater(0), new RetryLater(0), refusal, refusal);
    for (let receiveCount = 1; receiveCount <= 4; receiveCount += 1) await worker(redriven(receiveCount), oneMinute);
    expect(stage.deadLetters).toHaveLength(1);
    await worker(redriven(5), oneMinute);
    expect(stage.deadLetters).toHaveLength(2);
    expect(stage.deadLetters[1]).toMatchObject({
      errorCode: 'server_error',
      reason: expect.stringContaining('after 2 attempts'),
    });
  });
});
