import { describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { AppOptions } from '../../../lib/app/app-options.ts';
import { SecretNotSetError } from '../../../lib/core/errors.ts';
import type { EndpointHandler } from '../../../lib/endpoint/endpoint.ts';
import { endpointHandler } from '../../../lib/endpoint/endpoint-handler.ts';
import { queuedEndpointHandler } from '../../../lib/endpoint/queued-endpoint-handler.ts';
import { EmfMetrics } from '../../../lib/observability/emf-metrics.ts';
import { type MetricsRecorder, NO_METRICS } from '../../../lib/observability/metrics.ts';
import type { DeliveryQueue } from '../../../lib/queue/delivery-queue.ts';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import type { SigningSecretsOption } from '../../../lib/secrets/signing-secrets.ts';
import { signedDelivery, webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { publishedDuring } from '../../support/published-metrics.ts';
import { json, scriptedServer } from '../../support/scripted-server.ts';

const SECRET = 'a-signing-secret';

const acceptsAll: DeliveryQueue = { send: async () => undefined };
const isDown: DeliveryQueue = { send: () => Promise.reject(new Error('The queue is down.')) };
const never = () => new Promise<void>(() => undefined);

/** How an endpoint differs from one that works. */
interface EndpointOptions {
  readonly signingSecrets?: SigningSecretsOption;
  readonly metrics?: MetricsRecorder;
  readonly queue?: DeliveryQueue;
  readonly handle?: () => void | Promise<void>;
  readonly logger?: MemoryLogger;
}

async function inlineEndpoint(options: EndpointOptions = {}): Promise<EndpointHandler> {
  const { signingSecrets = SECRET, metrics = new EmfMetrics(), logger = new MemoryLogger(), queue } = options;
  const app = new App({ signingSecrets, logger, metrics }).onWebhook('*', options.handle ?? (() => undefined));
  return await endpointHandler(app, { queue, budgetMs: 500 });
}

async function queuedEndpoint(options: EndpointOptions = {}): Promise<EndpointHandler> {
  const { signingSecrets = SECRET, metrics = new EmfMetrics(), queue = acceptsAll } = options;
  return await queuedEndpointHandler({ queue, signingSecrets, metrics, logger: options.logger ?? new MemoryLogger() });
}

const unavailable = new SecretCache({ secretId: 'signing', fetch: () => Promise.reject(new Error('down')) });
const broken = () => {
  throw new Error('unexpected');
};
const fails = () => Promise.reject(new Error('The handler failed.'));

describe('DeliveriesFailed', () => {
  it.each<{ reason: string; statusCode: number; endpoint: Promise<EndpointHandler> }>([
    { reason: 'failed', statusCode: 500, endpoint: inlineEndpoint({ handle: fails, queue: isDown }) },
    { reason: 'timed_out', statusCode: 503, endpoint: inlineEndpoint({ handle: never }) },
    { reason: 'secrets_unavailable', statusCode: 503, endpoint: inlineEndpoint({ signingSecrets: unavailable }) },
    { reason: 'internal_error', statusCode: 500, endpoint: inlineEndpoint({ signingSecrets: broken }) },
    { reason: 'queue_unavailable', statusCode: 503, endpoint: queuedEndpoint({ queue: isDown }) },
    { reason: 'secrets_unavailable', statusCode: 503, endpoint: queuedEndpoint({ signingSecrets: unavailable }) },
    { reason: 'internal_error', statusCode: 500, endpoint: queuedEndpoint({ signingSecrets: broken }) },
  ])('counts a delivery with a 5xx response, by its outcome: $reason', async ({ reason, statusCode, endpoint }) => {
    const counted = await publishedDuring(async () => {
      expect(await (await endpoint)(signedDelivery())).toMatchObject({ statusCode });
    });
    expect(counted).toMatchObject({ DeliveriesFailed: 1, [`DeliveriesFailed (${reason})`]: 1 });
  });

  it.each([
    { name: 'completed', endpoint: inlineEndpoint() },
    { name: 'queued after a handler failed', endpoint: inlineEndpoint({ handle: fails, queue: acceptsAll }) },
    { name: 'queued', endpoint: queuedEndpoint() },
    { name: 'unauthorized', endpoint: queuedEndpoint({ signingSecrets: 'another-signing-secret' }) },
  ])('does not count a delivery that is $name', async ({ endpoint }) => {
    expect(await publishedDuring(async () => (await endpoint)(signedDelivery()))).not.toHaveProperty(
      'DeliveriesFailed',
    );
  });
});

describe.each([
  { mode: 'inline', endpointWith: inlineEndpoint },
  { mode: 'queued', endpointWith: queuedEndpoint },
])('the $mode endpoint', ({ endpointWith }) => {
  it('refuses another method than POST', async () => {
    const endpoint = await endpointWith({ metrics: NO_METRICS });
    const delivery = { ...signedDelivery(), requestContext: { http: { method: 'GET' } } };
    expect(await endpoint(delivery)).toEqual({ statusCode: 405, headers: { allow: 'POST' }, body: '' });
  });

  it('logs a repeated request with the id of the request', async () => {
    const logger = new MemoryLogger();
    const endpoint = await endpointWith({ metrics: NO_METRICS, logger });
    const delivery = { ...signedDelivery(), requestContext: { requestId: 'request-1' } };
    await endpoint(delivery);
    expect(await endpoint(delivery)).toMatchObject({ statusCode: 200, body: '{"outcome":"duplicate"}' });
    const attributes = { correlation_id: 'request-1' };
    expect(logger.lines).toContainEqual({ level: 'info', message: 'duplicate delivery', attributes });
  });

  it('logs the error if it fails', async () => {
    const logger = new MemoryLogger();
    const endpoint = await endpointWith({ signingSecrets: broken, metrics: NO_METRICS, logger });
    expect(await endpoint(signedDelivery())).toMatchObject({ statusCode: 500, body: '' });
    const attributes = { error: expect.objectContaining({ message: 'unexpected' }) };
    expect(logger.lines).toEqual([{ level: 'error', message: 'endpoint failed', attributes }]);
  });

  it('counts each use of a cached signing secret that it could not refresh', async () => {
    const { cache, clock } = staleCache(SECRET);
    const endpoint = await endpointWith({ signingSecrets: cache });
    const first = await publishedDuring(() => endpoint(signedDelivery()));
    expect(first).not.toHaveProperty('StaleSecretsServed');
    clock.now += 300_000;
    expect(await publishedDuring(() => endpoint(signedDelivery()))).toMatchObject({ StaleSecretsServed: 1 });
  });

  it.each<[string, MetricsRecorder]>([
    ['throws', { record: broken, publish: broken }],
    ['rejects', { record: fails, publish: fails }],
  ])('answers 2xx and logs an error when the metrics recorder %s', async (_, metrics) => {
    const logger = new MemoryLogger();
    const endpoint = await endpointWith({ metrics, logger });
    const response = await endpoint(signedDelivery());
    expect(response.statusCode).toBeLessThan(300);
    expect(logger.lines.map(({ message }) => message)).toContain('metrics failed');
  });
});

describe('a signed body that is not an event', () => {
  it.each([
    { encoding: undefined, statusCode: 400 },
    { encoding: 'identity', statusCode: 400 },
    { encoding: ' Identity ', statusCode: 400 },
    { encoding: 'gzip', statusCode: 415 },
    { encoding: 'identity, gzip', statusCode: 415 },
  ])('gets $statusCode if its content-encoding is "$encoding"', async ({ encoding, statusCode }) => {
    const endpoint = await inlineEndpoint({ metrics: { record: () => undefined, publish: () => false } });
    const delivery = signedDelivery({ body: 'compressed' });
    const headers = { ...delivery.headers, ...(encoding !== undefined && { 'Content-Encoding': encoding }) };
    expect(await endpoint({ ...delivery, headers })).toMatchObject({ statusCode });
  });
});

describe.each([
  { mode: 'inline', endpointWith: inlineEndpoint },
  { mode: 'queued', endpointWith: queuedEndpoint },
])('a signed body of any kind ($mode)', ({ endpointWith }) => {
  it.each([
    { name: 'a custom action', body: { type: 'my.action', action_id: 'a' }, kind: 'action' },
    { name: 'an interaction', body: { type: 'my.action', interaction_id: 'a' }, kind: 'action' },
    { name: 'an unknown event without ids', body: { type: 'my.action' }, kind: 'unrecognized' },
  ])('gets 200, and no handler, if it is $name', async ({ body, kind }) => {
    const logger = new MemoryLogger();
    const queue: DeliveryQueue = { send: () => Promise.reject(new Error('must not be sent')) };
    const endpoint = await endpointWith({ logger, queue, handle: fails });
    const counted = await publishedDuring(async () => {
      const response = await endpoint(signedDelivery({ body: JSON.stringify(body) }));
      expect(response).toMatchObject({ statusCode: 200, body: '{"outcome":"unhandled"}' });
    });
    expect(counted).toEqual({ DeliveriesReceived: 1, DeliveriesUnhandled: 1 });
    const attributes = { kind, type: 'my.action' };
    expect(logger.lines).toEqual([{ level: 'warn', message: 'delivery without handler', attributes }]);
  });

  it.each([
    { bytes: 262_144, statusCode: 400 },
    { bytes: 262_145, statusCode: 413 },
  ])('gets $statusCode with $bytes bytes', async ({ bytes, statusCode }) => {
    const endpoint = await endpointWith({ metrics: NO_METRICS });
    expect(await endpoint(signedDelivery({ body: 'a'.repeat(bytes) }))).toMatchObject({ statusCode });
  });
});

describe('an unavailable secret', () => {
  const failing = (error: Error) => {
    const signingSecrets = new SecretCache({ secretId: 'signing', fetch: () => Promise.reject(error) });
    const logger = new MemoryLogger();
    return { logger, endpoint: inlineEndpoint({ signingSecrets, logger, metrics: NO_METRICS }) };
  };
  const errorsOf = ({ lines }: MemoryLogger) => lines.map(({ attributes }) => Object(attributes.error));

  it('is logged with its stack and cause once, and then without', async () => {
    const { logger, endpoint } = failing(new Error('The network is down.'));
    for (const _ of [1, 2]) expect(await (await endpoint)(signedDelivery())).toMatchObject({ statusCode: 503 });
    const [first, second] = errorsOf(logger);
    expect(first).toMatchObject({ code: 'secret_unavailable', cause: { message: 'The network is down.' } });
    expect(first.stack).toContain('secret-cache');
    expect(second).toMatchObject({ code: 'secret_unavailable', message: first.message });
    expect(second.stack).not.toContain('secret-cache');
    expect(second.cause).toBeUndefined();
  });

  it('is logged without a stack if it is not set, which is no fault of the code', async () => {
    const { logger, endpoint } = failing(new SecretNotSetError('Set the secret.'));
    const response = await (await endpoint)(signedDelivery());
    expect(response).toEqual({ statusCode: 503, headers: {}, body: '' });
    const [error] = errorsOf(logger);
    expect(error).toMatchObject({ code: 'secret_not_set', message: 'Set the secret.' });
    expect(error.stack).not.toContain('.ts');
  });
});

describe('an app', () => {
  it('counts each use of cached API credentials that it could not refresh', async () => {
    const server = await scriptedServer((response) => json(response, 200, { data: { id: 'us' } }));
    const { cache: token, clock } = staleCache('a-token-of-frameio');
    const app = appWith({ token, baseUrl: server.url });
    expect(await publishedDuring(() => run(app))).toMatchObject({ ApiCalls: 1, HandlersCompleted: 1 });
    clock.now += 300_000;
    expect(await publishedDuring(() => run(app))).toMatchObject({ StaleSecretsServed: 1, HandlersCompleted: 1 });
    await server.close();
  });

  it('runs its handlers and publishes without throwing when the metrics recorder throws', async () => {
    const server = await scriptedServer((response) => json(response, 200, { data: { id: 'us' } }));
    const app = appWith({ token: 'a', baseUrl: server.url, metrics: { record: broken, publish: broken } });
    expect(await app.dispatch(webhookEvent(), 1_000)).toMatchObject([{ outcome: 'completed' }]);
    expect(() => app.metrics.publish()).not.toThrow();
    await server.close();
  });
});

/** Returns an app whose handler calls Frame.io. */
function appWith(options: AppOptions): App {
  const app = new App({ metrics: new EmfMetrics(), logger: new MemoryLogger(), ...options });
  return app.onWebhook('*', async ({ client }) => void (await client.users.show()));
}

async function run(app: App): Promise<void> {
  await app.dispatch(webhookEvent(), 1_000);
  app.metrics.publish();
}

/** Returns a secret that can be fetched only once, and the clock that expires it. */
function staleCache(secret: string) {
  const clock = { now: 0 };
  let fetched = 0;
  const fetch = async () => {
    fetched += 1;
    if (fetched > 1) throw new Error('Secrets Manager is down.');
    return { current: secret };
  };
  return { clock, cache: new SecretCache({ secretId: 'a-secret', fetch, now: () => clock.now }) };
}

describe.each([
  { mode: 'inline', endpointWith: inlineEndpoint },
  { mode: 'queued', endpointWith: queuedEndpoint },
])('the log line of a refused delivery ($mode)', ({ endpointWith }) => {
  const line = { level: 'warn', message: 'signature verification failed', attributes: { reason: 'mismatch' } };
  const forged = () => signedDelivery({ secret: 'another-signing-secret' });

  it.each<[string, MetricsRecorder]>([
    ['writes no lines', NO_METRICS],
    ['writes metrics only', new EmfMetrics()],
  ])('is written by the logger if the metrics recorder %s', async (_, metrics) => {
    const logger = new MemoryLogger();
    const endpoint = await endpointWith({ metrics, logger });
    await publishedDuring(async () => expect(await endpoint(forged())).toMatchObject({ statusCode: 401 }));
    expect(logger.lines).toEqual([line]);
  });

  it('is written once if the metrics recorder writes it', async () => {
    const logger = new MemoryLogger();
    const endpoint = await endpointWith({ metrics: new EmfMetrics(undefined, { writesLogLines: true }), logger });
    const published = await publishedDuring(() => endpoint(forged()));
    expect(published).toMatchObject({ DeliveriesUnauthorized: 1 });
    expect(logger.lines).toEqual([]);
  });
});
