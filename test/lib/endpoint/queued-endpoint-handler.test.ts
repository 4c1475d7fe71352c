import { inspect } from 'node:util';
import { expect, it } from '@jest/globals';
import { queuedEndpointHandler } from '../../../lib/endpoint/queued-endpoint-handler.ts';
import type { MetricName, MetricsRecorder } from '../../../lib/observability/metrics.ts';
import type { DeliveryQueue } from '../../../lib/queue/delivery-queue.ts';
import type { QueuedDelivery } from '../../../lib/queue/queued-delivery.ts';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const SECRET = 'a-signing-secret';

/** Stores the name of each recorded metric, followed by its reason if it has one. */
class MemoryMetrics implements MetricsRecorder {
  readonly published: string[][] = [];
  #recorded: string[] = [];

  record(name: MetricName, _value: number, reason?: string): void {
    this.#recorded.push(reason === undefined ? name : `${name} (${reason})`);
  }

  publish(): void {
    this.published.push(this.#recorded);
    this.#recorded = [];
  }
}

/** A queue in memory. Rejects each message while `isDown` is true. */
class MemoryQueue implements DeliveryQueue {
  readonly deliveries: QueuedDelivery[] = [];
  isDown = false;

  async send(delivery: QueuedDelivery): Promise<void> {
    if (this.isDown) throw new Error('The queue is down.');
    this.deliveries.push(delivery);
  }
}

async function makeEndpoint() {
  const [queue, metrics] = [new MemoryQueue(), new MemoryMetrics()];
  const receive = await queuedEndpointHandler({ queue, metrics, signingSecrets: SECRET, logger: new MemoryLogger() });
  return { queue, metrics, receive };
}

it('answers 202 and counts a queued delivery once the queue stores it', async () => {
  const { queue, metrics, receive } = await makeEndpoint();
  const delivery = signedDelivery({ secret: SECRET });
  expect(await receive(delivery)).toMatchObject({ statusCode: 202 });
  expect(queue.deliveries).toMatchObject([{ body: delivery.body }]);
  expect(metrics.published).toEqual([['DeliveriesReceived', 'DeliveriesQueued']]);
});

it('queues what Frame.io signed, for all handlers, and logs the delivery', async () => {
  const [queue, logger] = [new MemoryQueue(), new MemoryLogger()];
  const receive = await queuedEndpointHandler({ queue, signingSecrets: SECRET, logger });
  const delivery = signedDelivery({ secret: SECRET });
  const receivedAt = Date.now() - 100;
  const requestContext = { ...delivery.requestContext, requestId: 'request-1', timeEpoch: receivedAt };
  await receive({ ...delivery, requestContext });
  expect(queue.deliveries).toEqual([
    {
      body: delivery.body,
      timestamp: delivery.headers['x-frameio-request-timestamp'],
      deliveryKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      receivedAt,
      correlationId: 'request-1',
      accountId: JSON.parse(delivery.body).account.id,
    },
  ]);
  const resource_id = JSON.parse(delivery.body).resource.id;
  const attributes = { event_type: 'file.ready', resource_id, correlation_id: 'request-1' };
  expect(logger.lines).toEqual([{ level: 'info', message: 'event queued', attributes }]);
});

it('gives a request without an id one of its own', async () => {
  const { queue, receive } = await makeEndpoint();
  await receive(signedDelivery({ secret: SECRET }));
  await receive(signedDelivery({ secret: SECRET, body: `${signedDelivery().body} ` }));
  const ids = queue.deliveries.map(({ correlationId }) => correlationId);
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)]);
  expect(new Set(ids).size).toBe(2);
});

it('answers 5xx and counts a failed delivery when the queue does not accept it', async () => {
  const { queue, metrics, receive } = await makeEndpoint();
  queue.isDown = true;
  expect(await receive(signedDelivery({ secret: SECRET }))).toMatchObject({ statusCode: 503 });
  expect(metrics.published).toEqual([['DeliveriesReceived', 'DeliveriesFailed (queue_unavailable)']]);
});

it.each([
  { what: 'a forged delivery', delivery: signedDelivery({ secret: 'another' }), reason: 'mismatch' },
  {
    what: 'a stale delivery',
    delivery: signedDelivery({ secret: SECRET, timestamp: 1_700_000_000 }),
    reason: 'timestamp_stale',
  },
])('refuses $what, queues nothing, and counts the reason', async ({ delivery, reason }) => {
  const { queue, metrics, receive } = await makeEndpoint();
  expect(await receive(delivery)).toMatchObject({ statusCode: 401 });
  expect(queue.deliveries).toEqual([]);
  expect(metrics.published).toEqual([[`DeliveriesUnauthorized (${reason})`]]);
});

it('logs name, message, stack and causes of an error that a secret store throws, and nothing else of it', async () => {
  const logger = new MemoryLogger();
  const request = { headers: { authorization: 'canary' } };
  const signingSecrets = new SecretCache({
    secretId: 'signing',
    fetch: () => Promise.reject(Object.assign(new Error('No route.'), { code: 'EHOSTUNREACH', request })),
  });
  const receive = await queuedEndpointHandler({ queue: new MemoryQueue(), signingSecrets, logger });
  for (const _ of [1, 2]) expect(await receive(signedDelivery({ secret: SECRET }))).toMatchObject({ statusCode: 503 });
  const [first, second] = logger.lines.map(({ attributes }) => attributes.error);
  expect(first).toMatchObject({
    name: 'SecretUnavailableError',
    code: 'secret_unavailable',
    stack: expect.stringContaining('secret-cache'),
    cause: { name: 'Error', code: 'EHOSTUNREACH', message: 'No route.' },
  });
  expect(second).toMatchObject({ name: 'SecretUnavailableError', code: 'secret_unavailable' });
  expect(second).not.toHaveProperty('stack', expect.stringContaining('secret-cache'));
  expect(inspect(logger.lines, { depth: 9 })).not.toContain('canary');
});
