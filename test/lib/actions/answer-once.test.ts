import { beforeEach, describe, expect, it } from '@jest/globals';
import { AnswerOnce } from '../../../lib/actions/answer-once.ts';
import { MemoryStore } from '../../../lib/store/memory-store.ts';
import type { Store } from '../../../lib/store/store.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { type TestClock, testClock } from '../../support/test-clock.ts';

const ANSWER = { title: 'Archived', description: 'The file is in cold storage.' };
const LOCK_MS = 15_000;
const WAIT_MS = 4_500;

let clock: TestClock;
let store: Store;
let logger: MemoryLogger;
beforeEach(() => {
  clock = testClock();
  store = new MemoryStore({ clock });
  logger = new MemoryLogger();
});

/** Asks another process for the answer. Each has a memory of its own, and all share the store. */
function ask(work: () => Promise<typeof ANSWER>, process = new AnswerOnce(() => store, clock)) {
  const now = clock.now();
  return process.run({ key: 'key', lockedUntil: now + LOCK_MS, waitUntil: now + WAIT_MS, logger }, work);
}

const never = () => new Promise<never>(() => undefined);
const mustNotRun = () => Promise.reject(new Error('The work must not start.'));

describe('a repeat of a request', () => {
  it('gets the stored answer', async () => {
    expect(await ask(async () => ANSWER)).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: false });
    expect(await ask(mustNotRun)).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: true });
  });

  it('waits for the answer of another process', async () => {
    let finish: (answer: typeof ANSWER) => void = () => undefined;
    const first = ask(
      () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    );
    await new Promise(setImmediate);
    const second = ask(mustNotRun);
    finish(ANSWER);
    await first;
    expect(await second).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: true });
  });

  it('ends without an answer if the other process takes longer than Frame.io waits', async () => {
    void ask(never);
    await new Promise(setImmediate);
    const askedAt = clock.now();
    expect(await ask(mustNotRun)).toEqual({ kind: 'in_progress' });
    expect(clock.now() - askedAt).toBeLessThanOrEqual(WAIT_MS);
  });

  it('does the work again once the other process has certainly ended, and knows that it is a retry', async () => {
    void ask(never);
    await new Promise(setImmediate);
    clock.advance(LOCK_MS);
    const attempts: unknown[] = [];
    const result = await new AnswerOnce(() => store, clock).run(
      { key: 'key', lockedUntil: clock.now() + LOCK_MS, waitUntil: clock.now() + WAIT_MS, logger },
      async (attempt) => {
        attempts.push(attempt);
        return ANSWER;
      },
    );
    expect(result).toMatchObject({ kind: 'answered', isRepeat: false });
    expect(attempts).toEqual([{ isRetry: true }]);
  });

  it('of several that find a crashed process, one does the work', async () => {
    void ask(never);
    await new Promise(setImmediate);
    clock.advance(LOCK_MS);
    let runs = 0;
    const work = async () => {
      runs += 1;
      return ANSWER;
    };
    const results = await Promise.all([ask(work), ask(work), ask(work)]);
    expect(results.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered']);
    expect(runs).toBe(1);
  });
});

it('a repeat that arrives meanwhile in the same process shares the answer', async () => {
  const process = new AnswerOnce(() => store, clock);
  const [first, repeat] = [ask(async () => ANSWER, process), ask(mustNotRun, process)];
  expect(await first).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: false });
  expect(await repeat).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: true });
});

it('does the work if it cannot read the record, for example of a later version', async () => {
  await store.put('key', { status: 'waiting' });
  const attempts: unknown[] = [];
  const work = async (attempt: object) => {
    attempts.push(attempt);
    return ANSWER;
  };
  const times = { lockedUntil: clock.now() + LOCK_MS, waitUntil: clock.now() + WAIT_MS };
  const result = await new AnswerOnce(() => store, clock).run({ key: 'key', ...times, logger }, work);
  expect(result).toEqual({ kind: 'answered', answer: ANSWER, isRepeat: false });
  expect(attempts).toEqual([{ isRetry: false }]);
});

it.each([
  { name: 'an answer', work: async () => ANSWER },
  { name: 'an attempt that started no handler', work: () => Promise.reject(new Error('no time')) },
  { name: 'an attempt that never ended', work: never },
])('keeps $name for a day', async ({ work }) => {
  void ask(work).catch(() => undefined);
  await new Promise(setImmediate);
  clock.advance(24 * 3_600_000 - 1_000);
  expect(await store.get('key')).toBeDefined();
  clock.advance(1_000);
  expect(await store.get('key')).toBeUndefined();
});

it('starts at once if the first attempt started no handler', async () => {
  await expect(ask(() => Promise.reject(new Error('no time')))).rejects.toThrow('no time');
  expect(await ask(async () => ANSWER)).toMatchObject({ kind: 'answered', isRepeat: false });
});

it('still knows that a handler may have started if the process that took over started none', async () => {
  void ask(never);
  await new Promise(setImmediate);
  clock.advance(LOCK_MS);
  await expect(ask(() => Promise.reject(new Error('no time')))).rejects.toThrow('no time');
  const attempts: unknown[] = [];
  const times = { lockedUntil: clock.now() + LOCK_MS, waitUntil: clock.now() + WAIT_MS };
  await new AnswerOnce(() => store, clock).run({ key: 'key', ...times, logger }, async (attempt) => {
    attempts.push(attempt);
    return ANSWER;
  });
  expect(attempts).toEqual([{ isRetry: true }]);
});

it('answers in time although the store does not respond', async () => {
  store.put = never;
  const times = { lockedUntil: clock.now() + LOCK_MS, waitUntil: clock.now() + 20 };
  const result = await new AnswerOnce(() => store, clock).run({ key: 'key', ...times, logger }, async () => ANSWER);
  expect(result).toMatchObject({ kind: 'answered', answer: ANSWER });
  expect(logger.lines).toMatchObject([{ message: 'answer of a custom action not stored' }]);
});

it('answers although the store does not keep the answer, and logs that', async () => {
  const failure = new Error('no connection');
  store.put = () => Promise.reject(failure);
  expect(await ask(async () => ANSWER)).toMatchObject({ kind: 'answered', answer: ANSWER });
  expect(logger.lines).toMatchObject([{ level: 'error', attributes: { error: failure } }]);
});

it('answers in time although the store does not respond, and logs that', async () => {
  store.put = never;
  const slow = async () => {
    clock.advance(WAIT_MS);
    return ANSWER;
  };
  expect(await ask(slow)).toMatchObject({ kind: 'answered', answer: ANSWER });
  expect(logger.lines).toMatchObject([{ level: 'error', attributes: { error: { code: 'store_unavailable' } } }]);
});
