import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { hostileWorker } from '../support/hostile-bundle.ts';

const HOUR_MS = 3_600_000;
const QUEUED = response(202, 'queued');

describe('a worker whose handlers misbehave', () => {
  let hostile: DeploymentUnderTest;
  beforeAll(async () => {
    hostile = await DeploymentUnderTest.start({
      mode: 'queued',
      worker: { ...(await hostileWorker('worker')), timeoutMs: 6_500 },
    });
  });
  beforeEach(() => {
    hostile.batchResponses.length = 0;
    hostile.batchFailures.length = 0;
  });
  afterEach(async () => {
    await hostile.reset();
    expect(hostile.endpoint.leaks).toEqual([]);
  });
  afterAll(() => hostile.stop());

  const send = async (change: object) =>
    expect(await hostile.deliver(hostile.genuine({ body: hostile.endpoint.body(change) }))).toEqual(QUEUED);
  const ask = (misdeed: string) => send({ type: 'file.updated', misdeed });

  it.each([
    ['throws undefined', 'The thrown value is not an Error: undefined'],
    ['throws null', 'The thrown value is not an Error: null'],
    ['throws a text', 'The thrown value is not an Error: string'],
    ['throws a number', 'The thrown value is not an Error: number'],
    ['throws a symbol', 'The thrown value is not an Error: symbol'],
    ['throws what has no text', 'The thrown value is not an Error: object'],
    ['throws what is its own cause', 'Error: I am my own cause'],
    ['throws a number too big for JSON', 'The thrown value is not an Error: object'],
    ['throws what fails to be read', 'The thrown value is not an Error: object'],
    ['throws what holds a token', 'Error: 401 for Bearer [redacted]'],
    ['throws an object that holds a token', 'The thrown value is not an Error: object'],
    ['throws a token', 'The thrown value is not an Error: string'],
    ['rejects with nothing', 'The thrown value is not an Error: undefined'],
  ])('%s: it is tried twelve times, then lies in the dead-letter queue with what was thrown', async (misdeed, said) => {
    await ask(misdeed);
    const { length: before } = hostile.deadLetters;
    await hostile.drain();
    expect(hostile.batchFailures).toEqual([]);
    expect(hostile.deadLetters.slice(before)).toEqual([
      expect.objectContaining({
        errorCode: 'handler_failed',
        reason: `Dead-lettered after 12 attempts. Last error: ${said}`,
        attempts: '12',
        handlers: 'misbehave',
      }),
    ]);
    expect(hostile.endpoint.logs.join('\n')).toContain('"message":"handler failed"');
    expect(hostile.endpoint.logs.join('\n')).not.toContain('canary-of-a-secret');
  });

  it('goes on for ever: its time is up before Lambda’s is, and the others of its batch are done', async () => {
    const ready = hostile.newFile();
    await ask('never ends the first time');
    await send({ resource: { id: ready, type: 'file' } });
    await hostile.runWorker();
    expect(hostile.batchFailures).toEqual([]);
    expect(hostile.queue.messages).toHaveLength(1);
    expect(hostile.commentsOn(ready)).toBe(1);
    expect(hostile.endpoint.logs.join('\n')).toContain('HandlerTimeoutError');
  });

  it.each(['blocks the process', 'ends the process', 'lets a promise go'])(
    '%s: the whole batch comes back when it is visible again, and nothing in it is done twice',
    async (misdeed) => {
      const ready = hostile.newFile();
      await send({ resource: { id: ready, type: 'file' } });
      await ask(`${misdeed} the first time`);
      await hostile.runWorker();
      expect(hostile.batchFailures).toHaveLength(1);
      expect(hostile.queue.counts).toMatchObject({ in_flight: 2 });
      await hostile.drain();
      expect(hostile.batchResponses).toEqual([{ batchItemFailures: [] }]);
      expect(hostile.commentsOn(ready)).toBe(1);
    },
  );

  it('ends the process each time: after twelve times it lies in the dead-letter queue with that reason', async () => {
    await ask('ends the process each time');
    const { length: before } = hostile.deadLetters;
    await hostile.drain();
    expect(hostile.batchFailures).toHaveLength(12);
    expect(hostile.deadLetters.slice(before)).toMatchObject([
      {
        errorCode: 'handler_crashed',
        reason: expect.stringContaining('Dead-lettered after 12 attempts: the last one started'),
        handlers: 'misbehave',
      },
    ]);
  });

  it('waits for a day, for ever: it is not tried before, and given up before SQS forgets it', async () => {
    await ask('waits for a day');
    const startedAt = hostile.clock.now();
    await hostile.drain();
    expect(hostile.deadLetters.at(-1)).toMatchObject({ errorCode: 'too_old', handlers: 'misbehave' });
    const days = (hostile.clock.now() - startedAt) / (24 * HOUR_MS);
    expect(days).toBeGreaterThan(12.9);
    expect(days).toBeLessThan(14.1);
    const begun = hostile.endpoint.logs.filter((line) => line.includes('handler postponed'));
    expect(begun.length).toBeLessThanOrEqual(14);
  });

  it('dead-letters a handler that failed for good, and retries the others alone', async () => {
    await send({ type: 'file.created' });
    const { length: before } = hostile.deadLetters;
    await hostile.runWorker();
    expect(hostile.deadLetters.slice(before)).toMatchObject([{ handlers: 'useless', errorCode: 'permanent' }]);
    expect(hostile.queue.messages.map(({ body }) => JSON.parse(body).handlers)).toEqual([['patient']]);
  });
});
