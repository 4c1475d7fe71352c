import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { DynamoDbIdempotencyStore } from '../../../lib/idempotency/dynamodb-idempotency-store.ts';
import { encodeDelivery } from '../../../lib/queue/queued-delivery.ts';
import { DynamoDb } from '../../../sandbox/aws/dynamodb/dynamodb.ts';
import { Sqs } from '../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { FunctionLog } from '../../../sandbox/deliveries/function-log.ts';
import { reportDelivery } from '../../../sandbox/deliveries/report-delivery.ts';
import { queueSettingsOf, tableDefinitionOf } from '../../../sandbox/deployment/stack-resources.ts';
import type { DeliveryAttempt, WebhookBody } from '../../../sandbox/frameio/webhooks/webhook-sender.ts';
import { QUEUES, slackManifest } from './slack-stack.ts';

const NOW = 1_800_000_000_000;
const TABLE = { logicalId: 'Table', partitionKey: 'id' };
const BODY: WebhookBody = {
  account: { id: 'a' },
  project: { id: 'p' },
  resource: { id: 'f', type: 'file' },
  type: 'file.ready',
  user: { id: 'u' },
  workspace: { id: 'w' },
};
const KEY = deliveryKey({ body: JSON.stringify(BODY), timestamp: '1' });
const ACCEPTED: DeliveryAttempt = { number: 1, durationMs: 5, timestamp: '1', status: 202, body: '', requestId: 'r' };
const QUEUED = { body: JSON.stringify(BODY), deliveryKey: KEY, receivedAt: NOW, correlationId: 'r' };

let sqs: Sqs;
let dynamoDb: DynamoDb;
let log: FunctionLog;
let batchErrors: Map<string, string>;
beforeEach(async () => {
  const clock = new SandboxClock({ frozenAt: NOW });
  sqs = await Sqs.start({ queues: QUEUES.map(queueSettingsOf), clock });
  dynamoDb = await DynamoDb.start({ tables: [tableDefinitionOf(TABLE)], clock });
  log = new FunctionLog();
  batchErrors = new Map();
});
afterEach(async () => {
  await dynamoDb.close();
});

/** Reports a delivery to an app with one handler. */
async function report(attempt: DeliveryAttempt = ACCEPTED, events: readonly string[] = ['file.ready']) {
  const stack = { manifest: slackManifest(events), queues: QUEUES, tables: [TABLE] };
  const delivery = { id: 'd', body: BODY, text: JSON.stringify(BODY), attempts: [attempt], logPosition: 0 };
  return await reportDelivery(delivery, { stack, sqs, dynamoDb, log, batchErrors });
}

/** Lets the idempotency store record work that ends with this error, or completes. */
async function recordWork(error?: Error): Promise<void> {
  const client = {
    send: ({ input, constructor: { name } }: { input: object; constructor: { name: string } }) =>
      dynamoDb.call(name.replace('Command', ''), { ...input }),
  };
  const store = new DynamoDbIdempotencyStore('Table', Object(client));
  const work = store.runOnce({ deliveryKey: KEY, handlerName: 'slack', lockMs: 1_000 }, async () => {
    if (error) throw error;
  });
  await work.catch(() => undefined);
}

const logFailure = (message: string) =>
  log.add(
    JSON.stringify({
      message: 'handler failed',
      level: 'ERROR',
      handler: 'slack',
      correlation_id: 'r',
      error: { message },
    }),
  );

it('reports a handler with a record as completed, also if an earlier attempt failed', async () => {
  logFailure('boom');
  await recordWork();
  expect(await report()).toMatchObject({
    isAccepted: true,
    handlers: [{ handlerName: 'slack', status: 'completed', isFailure: false }],
  });
});

it('reports a failed handler with its error and its next run', async () => {
  logFailure('boom');
  await sqs.queue('Queue').send({ body: encodeDelivery({ ...QUEUED, handlers: ['slack'] }), delaySeconds: 30 });
  const handler = { handlerName: 'slack', status: 'failed', isFailure: true, error: 'boom', nextRunAt: NOW + 30_000 };
  expect(await report()).toMatchObject({ handlers: [handler] });
});

it('reports a failure that only the record shows', async () => {
  await recordWork(new Error('not logged'));
  await sqs.queue('Queue').send({ body: encodeDelivery(QUEUED), delaySeconds: 30 });
  expect(await report()).toMatchObject({ handlers: [{ status: 'failed', isFailure: true, nextRunAt: NOW + 30_000 }] });
});

it('reports the time of a long delay', async () => {
  const notBefore = NOW + 86_400_000;
  await sqs.queue('Queue').send({ body: encodeDelivery({ ...QUEUED, notBefore }), delaySeconds: 900 });
  expect(await report()).toMatchObject({ handlers: [{ status: 'queued', isFailure: false, nextRunAt: notBefore }] });
});

it('reports the error of a batch that failed as a whole', async () => {
  const { id } = await sqs.queue('Queue').send({ body: encodeDelivery(QUEUED), delaySeconds: 30 });
  batchErrors.set(id, 'The function could not be loaded');
  expect(await report()).toMatchObject({ handlers: [{ status: 'failed', error: 'The function could not be loaded' }] });
});

it('reports a dead-lettered handler with the reason', async () => {
  const attributes = { reason: { DataType: 'String', StringValue: 'PermanentError: never' } };
  const body = encodeDelivery({ ...QUEUED, handlers: ['slack'] });
  await sqs.queue('DeadLetters').send({ body, attributes });
  expect(await report()).toMatchObject({
    handlers: [{ status: 'dead_lettered', isFailure: true, error: 'PermanentError: never' }],
  });
});

it('ignores messages of other handlers and deliveries', async () => {
  await sqs.queue('Queue').send({ body: encodeDelivery({ ...QUEUED, handlers: ['other'] }) });
  await sqs.queue('Queue').send({ body: encodeDelivery({ ...QUEUED, deliveryKey: 'another' }) });
  await sqs.queue('Queue').send({ body: 'not a delivery' });
  expect(await report()).toMatchObject({ handlers: [{ status: 'completed' }] });
});

it('reports a refused delivery with what the functions logged', async () => {
  log.add('Error: no queue');
  const refused = { number: 1, durationMs: 5, timestamp: '1', status: 500, body: '', requestId: 'r' };
  expect(await report(refused)).toMatchObject({
    isAccepted: false,
    handlers: [{ status: 'not_started', isFailure: true }],
    log: ['Error: no queue'],
  });
});

it.each([
  { events: ['*'], names: ['slack'] },
  { events: ['file.created', 'file.ready'], names: ['slack'] },
  { events: ['file.created'], names: [] },
])('lists the handlers of $events as $names', async ({ events, names }) => {
  const { handlers = [] } = (await report(ACCEPTED, events)) ?? {};
  expect(handlers.map(({ handlerName }) => handlerName)).toEqual(names);
});
