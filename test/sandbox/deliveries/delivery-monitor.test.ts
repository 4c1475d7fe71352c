import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { encodeDelivery } from '../../../lib/queue/queued-delivery.ts';
import { DynamoDb } from '../../../sandbox/aws/dynamodb/dynamodb.ts';
import { Sqs } from '../../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { DeliveryMonitor, type HandlerChange } from '../../../sandbox/deliveries/delivery-monitor.ts';
import { queueSettingsOf } from '../../../sandbox/deployment/stack-resources.ts';
import { MAX_DELIVERIES } from '../../../sandbox/history/history-limits.ts';
import { QUEUES, slackManifest } from './slack-stack.ts';

const NOW = 1_800_000_000_000;

let services: { readonly sqs: Sqs; readonly dynamoDb: DynamoDb };
let clock: SandboxClock;
let monitor: DeliveryMonitor;
let changes: HandlerChange[];
beforeEach(async () => {
  clock = new SandboxClock({ frozenAt: NOW });
  const sqs = await Sqs.start({ queues: QUEUES.map(queueSettingsOf), clock });
  services = { sqs, dynamoDb: await DynamoDb.start({ tables: [], clock }) };
  changes = [];
  monitor = new DeliveryMonitor(
    { functions: [], manifest: slackManifest(['file.ready']), queues: QUEUES, tables: [] },
    { onChange: (change) => changes.push(change), onMessage: () => undefined },
  );
});
afterEach(() => services.dynamoDb.close());

/** Reports a delivery whose handler has a message in a queue. */
async function deliver(id: string, queue = 'Queue'): Promise<void> {
  const [of, body] = [{ id: 'x' }, { type: 'file.ready', resource: { id, type: 'file' } } as const];
  const text = JSON.stringify(body);
  const key = deliveryKey({ body: text, timestamp: '1' });
  await services.sqs
    .queue(queue)
    .send({ body: encodeDelivery({ body: text, deliveryKey: key, receivedAt: NOW, correlationId: id }) });
  const attempt = { number: 1, durationMs: 5, timestamp: '1', status: 202, body: '', requestId: id };
  const delivery = { id, body: { ...body, account: of, user: of, workspace: of }, text, attempts: [attempt] };
  await monitor.report({ ...delivery, logPosition: 0 }, services);
}

/** Lets the worker complete the oldest messages of a queue. */
async function complete(queue = 'Queue'): Promise<void> {
  const messages = await services.sqs.queue(queue).receive({ maxMessages: 1, waitTimeSeconds: 0 });
  for (const { receiptHandle } of messages) await services.sqs.queue(queue).delete(receiptHandle);
  monitor.handleBatch({ messages, completedIds: messages.map(({ id }) => id) }, services);
  await monitor.whenChecked();
}

const changedIds = () => changes.map(({ report: { deliveryId }, handler: { status } }) => [deliveryId, status]);

it('watches every waiting delivery of the history, and forgets one that is dead-lettered first', async () => {
  await deliver('oldest');
  await deliver('dead', 'DeadLetters');
  for (let number = 2; number <= MAX_DELIVERIES; number += 1) await deliver(String(number));
  await complete();
  expect(changedIds()).toEqual([['oldest', 'completed']]);
  await complete('DeadLetters');
  expect(changedIds()).toHaveLength(1);
});

it('reports a message that SQS itself has moved to the dead-letter queue', async () => {
  await deliver('unfinished');
  const queue = services.sqs.queue('Queue');
  await queue.receive({ maxMessages: 1, waitTimeSeconds: 0 });
  clock.advance(61_000);
  await queue.receive({ maxMessages: 1, waitTimeSeconds: 0 });
  await deliver('next');
  await complete();
  expect(changedIds()).toEqual([
    ['unfinished', 'dead_lettered'],
    ['next', 'completed'],
  ]);
});
