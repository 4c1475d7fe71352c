import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { RateLimitError } from '../../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../../lib/client/errors/token-exchange-error.ts';
import { ConfigError, PermanentError, RetryLater, SecretUnavailableError } from '../../../lib/core/errors.ts';
import { workerHandler } from '../../../lib/worker/worker-handler.ts';
import { until } from '../../support/until.ts';
import { batch, fail, oneMinute, refusal, retained, WorkerStage } from './worker-stage.ts';

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };

let stage: WorkerStage;
beforeEach(async () => {
  stage = await WorkerStage.start();
});
afterEach(() => stage.stop());

describe('a worker', () => {
  it.each([
    { name: 'a wait that the handler requests', error: new RetryLater(1), level: 'info' },
    { name: 'a rate limit', error: new RateLimitError({ ...call, status: 429 }), level: 'info' },
    {
      name: 'an outage of Adobe IMS',
      error: new TokenExchangeError('down', { retryAfterMs: 1 }),
      level: 'error',
    },
    { name: 'an unavailable secret', error: new SecretUnavailableError('down'), level: 'error' },
  ])('logs $name as a postponement, without calling onError', async ({ error, level }) => {
    const reported: unknown[] = [];
    const app = stage
      .app()
      .onWebhook('file.ready', fail(error))
      .onError((thrown) => void reported.push(thrown));
    const worker = await stage.workerOf(app);
    await worker(batch({}), oneMinute);
    expect(stage.logger.lines).toMatchObject([
      { level, message: 'handler postponed', attributes: { attempt: 1, correlation_id: 'correlation-1' } },
      { level: 'info', message: 'handler retry scheduled', attributes: { handler: 'file.ready' } },
    ]);
    expect(reported).toEqual([]);
  });

  it('passes the handler’s own context to onError', async () => {
    const contexts: unknown[] = [];
    const app = stage
      .app()
      .onWebhook('file.ready', (context) => {
        contexts.push(context);
        throw refusal;
      })
      .onError((_, context) => void contexts.push(context));
    const worker = await stage.workerOf(app);
    await worker(batch({}), oneMinute);
    expect(contexts).toHaveLength(2);
    expect(contexts[0]).toBe(contexts[1]);
  });

  it('logs why it could not settle a message, and keeps the message in the queue', async () => {
    stage.refused = 'SendMessage';
    const worker = await stage.worker({ index: fail(new PermanentError('no')) });
    expect(retained(await worker(batch({}), oneMinute))).toEqual(['message-0']);
    expect(stage.logger.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'message not settled',
      attributes: { error: { awsCode: 'AccessDenied' } },
    });
  });
});

describe('a batch of messages', () => {
  it('is processed with the configured concurrency', async () => {
    const held: (() => void)[] = [];
    const worker = await stage.worker({ index: () => new Promise<void>((end) => held.push(end)) }, { concurrency: 3 });
    const messages = Array.from({ length: 5 }, (_, index) => ({ delivery: index + 1 }));
    const response = worker(batch(...messages), oneMinute);
    await until(() => held.length === 3);
    await new Promise((resolve) => setImmediate(resolve));
    expect(held).toHaveLength(3);
    held[0]?.();
    await until(() => held.length === 4);
    held[1]?.();
    await until(() => held.length === 5);
    for (const end of held) end();
    expect(retained(await response)).toEqual([]);
  });

  it('returns a message to the queue if less than half of the time is left for its handlers', async () => {
    let leftMs = 60_000;
    const started: number[] = [];
    const worker = await stage.worker(
      {
        index: ({ attempt }) => {
          started.push(attempt);
          leftMs = 20_000;
        },
      },
      { concurrency: 1 },
    );
    const response = await worker(batch({ delivery: 1 }, { delivery: 2 }), { getRemainingTimeInMillis: () => leftMs });
    expect(retained(response)).toEqual(['message-1']);
    expect(started).toHaveLength(1);
    expect(stage.calls).toMatchObject([
      { operation: 'ChangeMessageVisibility', input: { ReceiptHandle: 'receipt-1', VisibilityTimeout: 0 } },
    ]);
  });
});

describe('workerHandler rejects with a ConfigError', () => {
  it('without an idempotency store', async () => {
    const worker = workerHandler(new App({ logger: stage.logger }), { queueUrl: 'x', deadLetterQueueUrl: 'y' });
    await expect(worker).rejects.toThrow(/Set IDEMPOTENCY_TABLE to the name of a DynamoDB table/);
    await expect(worker).rejects.toThrow(ConfigError);
  });

  it.each([
    { variable: 'QUEUE_URL', options: { deadLetterQueueUrl: 'y' } },
    { variable: 'DEAD_LETTER_QUEUE_URL', options: { queueUrl: 'x' } },
  ])('without $variable', async ({ variable, options }) => {
    await expect(workerHandler(stage.app(), options)).rejects.toThrow(
      `The environment variable ${variable} is not set`,
    );
  });

  it.each([{ concurrency: 0 }, { maxAttempts: 1.5 }, { maxReceiveCount: -1 }])('with %p', async (options) => {
    await expect(stage.worker({}, options)).rejects.toThrow(/to be a whole number of at least 1/);
  });
});
