import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { App } from '../../../lib/app/app.ts';
import { ServerError } from '../../../lib/client/errors/status-errors.ts';
import type { HandlerContext } from '../../../lib/dispatch/handler-context.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { decodeDelivery, type QueuedDelivery } from '../../../lib/queue/queued-delivery.ts';
import {
  type BatchResponse,
  type WorkerHandler,
  type WorkerOptions,
  workerHandler,
} from '../../../lib/worker/worker-handler.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { withEnvironment } from '../../support/environment.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries';
const DEAD_LETTER_QUEUE_URL = `${QUEUE_URL}-dead`;

/** A request that SQS received. */
export interface SqsCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

type Handle = (context: HandlerContext) => unknown;

/** One message of a batch. */
export interface TestMessage {
  readonly delivery?: number;
  readonly receiveCount?: number;
  readonly fields?: object;
}

/** A message that the worker sent. */
export interface SentMessage extends Readonly<Record<string, unknown>> {
  readonly delivery: QueuedDelivery | undefined;
}

interface DeadLetterInput {
  readonly MessageAttributes?: Record<string, { StringValue: string }>;
  readonly MessageBody?: string;
}

/** An invocation with a minute left. */
export const oneMinute = { getRemainingTimeInMillis: () => 60_000 };

const call = { operation: 'files.show', method: 'GET', path: '/v4/x', errors: [] };

/** An error of a call that had no effect. */
export const refusal = new ServerError({ ...call, status: 503 });

/** Returns a handler that fails. */
export const fail = (error: unknown) => () => Promise.reject(error);

/** Ids of the messages that stay in the queue. */
export const retained = ({ batchItemFailures }: BatchResponse) =>
  batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

/** Returns a batch of these messages, of one delivery each by default. */
export function batch(...messages: readonly TestMessage[]) {
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

/** Delivers the same message to a worker several times. */
export async function receive(worker: WorkerHandler, times: number, fields: object = {}): Promise<void> {
  for (let receiveCount = 1; receiveCount <= times; receiveCount += 1) {
    await worker(batch({ receiveCount, fields }), oneMinute);
  }
}

/** Workers beside an SQS that records its calls and a real idempotency table. */
export class WorkerStage {
  readonly logger = new MemoryLogger();
  readonly calls: SqsCall[] = [];
  /** The SQS operation that fails with AccessDenied. */
  refused: string | undefined;
  readonly #table: TestTable;
  readonly #server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonSQS.', '');
    const input = JSON.parse(await text(request));
    this.calls.push({ operation, input });
    const checksum = createHash('md5').update(String(input.MessageBody)).digest('hex');
    const status = operation === this.refused ? 403 : 200;
    const body = JSON.stringify({ MD5OfMessageBody: checksum });
    response.writeHead(status, { 'x-amzn-errortype': 'AccessDenied' }).end(body);
  });
  #restoreEnvironment: () => void = () => undefined;

  private constructor(table: TestTable) {
    this.#table = table;
  }

  static async start(): Promise<WorkerStage> {
    const stage = new WorkerStage(await startIdempotencyTable());
    await stage.#listen();
    return stage;
  }

  async #listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    this.#restoreEnvironment = withEnvironment({
      AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'key',
    });
  }

  async stop(): Promise<void> {
    this.#restoreEnvironment();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#table.close();
  }

  idempotencyStore(): DynamoDbIdempotencyStore {
    return new DynamoDbIdempotencyStore(this.#table.name, this.#table.client);
  }

  app(): App {
    return new App({ logger: this.logger, idempotencyStore: this.idempotencyStore() });
  }

  async workerOf(app: App, options: WorkerOptions = {}): Promise<WorkerHandler> {
    return await workerHandler(app, { queueUrl: QUEUE_URL, deadLetterQueueUrl: DEAD_LETTER_QUEUE_URL, ...options });
  }

  /** A worker with these handlers of file.ready, by name. */
  async worker(handlers: Readonly<Record<string, Handle>>, options: WorkerOptions = {}): Promise<WorkerHandler> {
    const app = this.app();
    for (const [name, handle] of Object.entries(handlers)) {
      app.onWebhook('file.ready', async (context) => void (await handle(context)), { name });
    }
    return await this.workerOf(app, options);
  }

  /** Messages that the worker put on the main queue. */
  get enqueued(): readonly SentMessage[] {
    return this.#sentTo(QUEUE_URL);
  }

  /** Dead letters: their handlers and attributes. */
  get deadLetters() {
    return this.#sentTo(DEAD_LETTER_QUEUE_URL).map(({ delivery, ...input }) => {
      const { MessageAttributes: attributes = {}, MessageBody: body = '' }: DeadLetterInput = input;
      const values = Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]);
      return { ...Object.fromEntries(values), handlers: delivery?.handlers, body };
    });
  }

  #sentTo(url: string): readonly SentMessage[] {
    const sent = this.calls.filter(({ operation, input }) => operation === 'SendMessage' && input.QueueUrl === url);
    return sent.map(({ input }) => ({ ...input, delivery: decodeDelivery(String(input.MessageBody)) }));
  }
}
