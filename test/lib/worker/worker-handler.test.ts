import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  App,
  type BatchResponse,
  DynamoDbIdempotencyStore,
  type HandlerContext,
  PermanentError,
  RateLimitError,
  RetryLater,
  SecretUnavailableError,
  ServerError,
  TokenExchangeError,
  type WorkerOptions,
  workerHandler,
} from '../../../lib/index.ts';
import { decodeDelivery } from '../../../lib/queue/queued-delivery.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { withEnvironment } from '../../support/environment.ts';
import { type LedgerTable, startLedgerTable } from '../../support/ledger-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { until } from '../../support/until.ts';

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries';
const DEAD_LETTER_QUEUE_URL = `${QUEUE_URL}-dead`;
const HOUR_MS = 3_600_000;

/** What SQS was asked. */
interface SqsCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

let table: LedgerTable;
let restore: () => void;
let calls: SqsCall[];
let refused: string | undefined;
let logger: MemoryLogger;
const server = createServer(async (request, response) => {
  const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
  const input = JSON.parse(await text(request));
  calls.push({ operation, input });
  const checksum = createHash('md5').update(String(input.MessageBody)).digest('hex');
  const answer = JSON.stringify({ MD5OfMessageBody: checksum });
  response.writeHead(operation === refused ? 403 : 200, { 'x-amzn-errortype': 'AccessDenied' }).end(answer);
});

beforeEach(async () => {
  table = await startLedgerTable();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  restore = withEnvironment({
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
  });
  calls = [];
  refused = undefined;
  logger = new MemoryLogger();
});
afterEach(async () => {
  restore();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await table.close();
});

type Handle = (context: HandlerContext) => unknown;

/** A worker whose handlers, by name, are these. */
function workerWith(handlers: Readonly<Record<string, Handle>>, options: Partial<WorkerOptions> = {}) {
  const app = new App({ logger, idempotencyStore: new DynamoDbIdempotencyStore(table.name, table.client) });
  for (const [name, handle] of Object.entries(handlers)) {
    app.onWebhook('file.ready', async (context) => void (await handle(context)), { name });
  }
  return workerHandler(app, { queueUrl: QUEUE_URL, deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL, ...options });
}

interface Message {
  readonly delivery?: number;
  readonly receiveCount?: number;
  readonly fields?: object;
}

/** A batch with these messages, one delivery each unless told otherwise. */
function batch(...messages: readonly Message[]) {
  return {
    Records: messages.map(({ delivery = 1, receiveCount = 1, fields = {} }, index) => ({
      messageId: `message-${index}`,
      receiptHandle: `receipt-${index}`,
      body: JSON.stringify({
        version: 1,
        body: JSON.stringify(fileReady),
        deliveryKey: String(delivery).padStart(64, '0'),
        receivedAt: Date.now(),
        correlationId: `correlation-${delivery}`,
        ...fields,
      }),
      attributes: { ApproximateReceiveCount: String(receiveCount), SentTimestamp: String(Date.now()) },
    })),
  };
}

const plenty = { getRemainingTimeInMillis: () => 60_000 };

const stays = ({ batchItemFailures }: BatchResponse) => batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** The messages that were sent, to the queue or to the one for dead letters. */
function sent(url: string) {
  const to = calls.filter(({ operation, input }) => operation === 'SendMessage' && input.QueueUrl === url);
  return to.map(({ input }) => ({ ...input, delivery: decodeDelivery(String(input.MessageBody)) }));
}

interface Buried {
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
  readonly MessageBody?: string;
}

/** The dead letters: the handlers they are for, and what their attributes say. */
function buried() {
  return sent(DEAD_LETTER_QUEUE_URL).map(({ delivery, ...input }) => {
    const { MessageAttributes: attributes, MessageBody: text = '' }: Buried = input;
    const said = Object.entries(attributes ?? {}).map(([name, { StringValue }]) => [name, StringValue]);
    return { ...Object.fromEntries(said), handlers: delivery?.handlers, text };
  });
}

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };
const fail = (error: unknown) => () => Promise.reject(error);
/** Of a known fate: what it refused has not been done. */
const refusal = new ServerError({ ...call, status: 503 });

/** Receives a message again and again. */
async function receive(worker: ReturnType<typeof workerWith>, times: number): Promise<void> {
  for (let receiveCount = 1; receiveCount <= times; receiveCount += 1) await worker(batch({ receiveCount }), plenty);
}

describe('failures are counted, and waits are not:', () => {
  it('after any number of waits a handler has all its attempts', async () => {
    const poll = workerWith({ poll: ({ attempt }) => Promise.reject(attempt <= 50 ? new RetryLater(0) : refusal) });
    await receive(poll, 61);
    expect(buried()).toEqual([]);
  });

  it('as many failures as there may be are enough, whatever waits lie between', async () => {
    const poll = workerWith(
      { poll: ({ attempt }) => Promise.reject(attempt % 2 ? new RetryLater(0) : refusal) },
      { maxAttempts: 3 },
    );
    await receive(poll, 6);
    expect(buried()).toMatchObject([{ handlers: ['poll'], errorCode: 'server_error', attempts: '6' }]);
  });

  it('an attempt that never says how it ended is a failure: a handler that ends the process each time is given up', async () => {
    const begun: number[] = [];
    const ends = workerWith({ poison: ({ attempt }) => begun.push(attempt) }, { maxAttempts: 3 });
    // As three processes left it that ended in the middle.
    const idempotencyStore = new DynamoDbIdempotencyStore(table.name, table.client);
    const entry = { deliveryKey: '1'.padStart(64, '0'), handlerName: 'poison', lockMs: 1 };
    for (let number = 1; number <= 3; number += 1) {
      await new Promise<void>((begin) => {
        const attempt = async () => {
          while ((await idempotencyStore.runOnce(entry, () => new Promise(() => begin()))).kind === 'in_progress');
        };
        void attempt();
      });
    }
    const again = async () => ends(batch({ receiveCount: 4 }), plenty);
    await again();
    while (calls.every(({ operation }) => operation !== 'SendMessage')) await again(); // until the last lock has ended
    expect(begun).toEqual([]);
    expect(buried()).toMatchObject([{ handlers: ['poison'], errorCode: 'handler_crashed' }]);
  });

  it('a delivery that was put back from the dead-letter queue has all its attempts again, and waits are none of them', async () => {
    const errors: Error[] = [refusal, refusal];
    const worker = workerWith({ index: () => Promise.reject(errors.shift()) }, { maxAttempts: 2 });
    await receive(worker, 2);
    const [letter] = buried();
    expect(letter).toMatchObject({ errorCode: 'server_error' });
    const putBack = (receiveCount: number) => {
      const [record] = batch({ receiveCount }).Records;
      return { Records: [{ ...record, body: letter?.text }] };
    };
    errors.push(new RetryLater(0), new RetryLater(0), new RetryLater(0), refusal, refusal);
    for (let receiveCount = 1; receiveCount <= 4; receiveCount += 1) await worker(putBack(receiveCount), plenty);
    expect(buried()).toHaveLength(1);
    await worker(putBack(5), plenty);
    expect(buried()).toHaveLength(2);
    expect(buried()[1]).toMatchObject({
      errorCode: 'server_error',
      reason: expect.stringContaining('after 2 attempts'),
    });
  });
});

describe('each handler waits for itself:', () => {
  it('one that is alone keeps the message', async () => {
    const worker = workerWith({ index: fail(new RetryLater(90_000)), notify: async () => undefined });
    expect(stays(await worker(batch({}), plenty))).toEqual(['message-0']);
    expect(calls).toMatchObject([{ operation: 'ChangeMessageVisibility', input: { ReceiptHandle: 'receipt-0' } }]);
    expect(Number(calls[0]?.input.VisibilityTimeout)).toBeGreaterThanOrEqual(90);
  });

  it('several get a message each, which knows how often it was tried', async () => {
    const worker = workerWith({
      index: fail(new RetryLater(90_000)),
      notify: fail(refusal),
      done: async () => undefined,
    });
    expect(stays(await worker(batch({ receiveCount: 3 }), plenty))).toEqual([]);
    expect(
      sent(QUEUE_URL)
        .map(({ delivery }) => [delivery?.handlers, delivery?.attemptsBefore])
        .sort(),
    ).toEqual([
      [['index'], 3],
      [['notify'], 3],
    ]);
  });

  it('what waits apart from one that is dead does not wait for it, and neither is lost', async () => {
    const worker = workerWith({
      index: fail(new RetryLater(90_000)),
      notify: fail(new PermanentError('No such preset.')),
    });
    expect(stays(await worker(batch({}), plenty))).toEqual([]);
    expect(sent(QUEUE_URL).map(({ delivery }) => delivery?.handlers)).toEqual([['index']]);
    expect(buried()).toMatchObject([{ handlers: ['notify'], errorCode: 'permanent' }]);
  });

  it('longer than SQS hides a message: in a message that is not tried before its time', async () => {
    const worker = workerWith({ index: fail(new RetryLater(24 * HOUR_MS)) });
    const before = Date.now();
    expect(stays(await worker(batch({}), plenty))).toEqual([]);
    const [message] = sent(QUEUE_URL);
    expect(message).toMatchObject({ DelaySeconds: 900, delivery: { attemptsBefore: 1 } });
    expect(message?.delivery?.notBefore).toBeGreaterThanOrEqual(before + 24 * HOUR_MS);
  });

  it('a message that comes before its time is hidden for the rest of it, and nothing is run', async () => {
    const begun: number[] = [];
    const worker = workerWith({ index: ({ attempt }) => begun.push(attempt) });
    const fields = { notBefore: Date.now() + 2 * HOUR_MS };
    expect(stays(await worker(batch({ fields }), plenty))).toEqual(['message-0']);
    expect(calls).toMatchObject([{ operation: 'ChangeMessageVisibility' }]);
    expect(Number(calls[0]?.input.VisibilityTimeout)).toBeGreaterThan(7_000);
    expect(begun).toEqual([]);
  });

  it('what was tried by the endpoint is at its second attempt', async () => {
    const attempts: number[] = [];
    await workerWith({ index: ({ attempt }) => void attempts.push(attempt) })(
      batch({ fields: { attemptsBefore: 1 } }),
      plenty,
    );
    expect(attempts).toEqual([2]);
  });
});

it('a delivery that waits goes on in a new message before SQS moves the old one without a reason', async () => {
  const worker = workerWith({ poll: fail(new RetryLater(0, 'Not there yet.')) }, { maxReceiveCount: 112 });
  expect(stays(await worker(batch({ receiveCount: 111 }), plenty))).toEqual(['message-0']);
  expect(sent(QUEUE_URL)).toEqual([]);
  expect(stays(await worker(batch({ receiveCount: 112 }), plenty))).toEqual([]);
  const [{ delivery } = {}] = sent(QUEUE_URL);
  expect(delivery).toMatchObject({ attemptsBefore: 112, queuedSince: expect.any(Number) });
  expect(buried()).toEqual([]);
});

it('a delivery that has waited for 13 days is given up, in whichever message, with what it waited for', async () => {
  const worker = workerWith({ poll: fail(new RetryLater(0, 'Not there yet.')) });
  const fields = { queuedSince: Date.now() - 13 * 24 * HOUR_MS };
  expect(stays(await worker(batch({ fields }), plenty))).toEqual([]);
  expect(buried()).toMatchObject([
    { errorCode: 'too_old', reason: expect.stringMatching(/13 days.* Not there yet\.$/) },
  ]);
});

describe('who hears of it:', () => {
  it.each([
    { name: 'a wait the handler asks for', error: new RetryLater(1), level: 'info' },
    { name: 'a rate limit', error: new RateLimitError({ ...call, status: 429 }), level: 'info' },
    {
      name: 'an outage of what tokens come from',
      error: new TokenExchangeError('down', { retryAfterMs: 1 }),
      level: 'error',
    },
    { name: 'a secret that cannot be had', error: new SecretUnavailableError('down'), level: 'error' },
  ])('$name is a wait in the log, and onError is not told', async ({ error, level }) => {
    const told: unknown[] = [];
    const app = new App({ logger, idempotencyStore: new DynamoDbIdempotencyStore(table.name, table.client) })
      .onWebhook('file.ready', fail(error))
      .onError((thrown) => void told.push(thrown));
    const worker = workerHandler(app, { queueUrl: QUEUE_URL, deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL });
    await worker(batch({}), plenty);
    expect(logger.lines).toMatchObject([
      { level, message: 'handler postponed', attributes: { attempt: 1, correlation_id: 'correlation-1' } },
      { level: 'info', message: 'handler retry scheduled', attributes: { handler: 'file.ready' } },
    ]);
    expect(told).toEqual([]);
  });

  it('onError is told in the very context the handler had', async () => {
    const contexts: unknown[] = [];
    const app = new App({ logger, idempotencyStore: new DynamoDbIdempotencyStore(table.name, table.client) })
      .onWebhook('file.ready', (context) => {
        contexts.push(context);
        throw refusal;
      })
      .onError((_, context) => void contexts.push(context));
    await workerHandler(app, { queueUrl: QUEUE_URL, deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL })(batch({}), plenty);
    expect(contexts).toHaveLength(2);
    expect(contexts[0]).toBe(contexts[1]);
  });

  it('a message that SQS lets nobody settle stays, and the log says why', async () => {
    refused = 'SendMessage';
    const worker = workerWith({ index: fail(new PermanentError('no')) });
    expect(stays(await worker(batch({}), plenty))).toEqual(['message-0']);
    expect(logger.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'message not settled',
      attributes: { error: { awsCode: 'AccessDenied' } },
    });
  });
});

describe('a batch', () => {
  it('is worked on so many messages at a time', async () => {
    const held: (() => void)[] = [];
    const worker = workerWith({ index: () => new Promise<void>((end) => held.push(end)) }, { concurrency: 3 });
    const messages = Array.from({ length: 5 }, (_, index) => ({ delivery: index + 1 }));
    const reply = worker(batch(...messages), plenty);
    await until(() => held.length === 3);
    await new Promise((resolve) => setImmediate(resolve));
    expect(held).toHaveLength(3);
    held[0]?.();
    await until(() => held.length === 4);
    held[1]?.();
    await until(() => held.length === 5);
    for (const end of held) end();
    expect(stays(await reply)).toEqual([]);
  });

  it('gives back at once what would have less than half of the time, rather than cut it off', async () => {
    let leftMs = 60_000;
    const began: number[] = [];
    const worker = workerWith(
      {
        index: ({ attempt }) => {
          began.push(attempt);
          leftMs = 20_000;
        },
      },
      { concurrency: 1 },
    );
    const reply = await worker(batch({ delivery: 1 }, { delivery: 2 }), { getRemainingTimeInMillis: () => leftMs });
    expect(stays(reply)).toEqual(['message-1']);
    expect(began).toHaveLength(1);
    expect(calls).toMatchObject([
      { operation: 'ChangeMessageVisibility', input: { ReceiptHandle: 'receipt-1', VisibilityTimeout: 0 } },
    ]);
  });
});

describe('a worker is refused', () => {
  it('without an idempotency store', () => {
    expect(() => workerHandler(new App({ logger }), { queueUrl: 'x', deadLetterQueueUrl: 'y' })).toThrow(
      /needs an idempotency store/,
    );
  });

  it.each([{ concurrency: 0 }, { maxAttempts: 1.5 }, { maxReceiveCount: -1 }])('with %p', (options) => {
    expect(() => workerWith({}, options)).toThrow(/to be a whole number of at least 1/);
  });
});
