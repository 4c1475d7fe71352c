import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { endpointHandler } from '../../../lib/endpoint/endpoint-handler.ts';
import { queuedEndpointHandler } from '../../../lib/endpoint/queued-endpoint-handler.ts';
import { SecretCache } from '../../../lib/secrets/secret-cache.ts';
import { workerHandler } from '../../../lib/worker/worker-handler.ts';
import { withEnvironment } from '../../support/environment.ts';
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const logger = new MemoryLogger();

/** A secret store that answers when the test says so. */
class SecretStore {
  readonly requested: string[] = [];
  readonly #open: (() => void)[] = [];
  isDown = false;

  secret(secretId: string, value: string): SecretCache {
    return new SecretCache({ secretId, fetch: () => this.#fetch(secretId, value) });
  }

  answer(): void {
    for (const open of this.#open.splice(0)) open();
  }

  async #fetch(secretId: string, value: string): Promise<{ current: string }> {
    this.requested.push(secretId);
    await new Promise<void>((open) => this.#open.push(open));
    if (this.isDown) throw new Error('The secret store is down.');
    return { current: value };
  }
}

let store: SecretStore;
let restore: () => void;
beforeEach(() => {
  store = new SecretStore();
  restore = withEnvironment({ QUEUE_URL: 'https://sqs.test/1/q', DEAD_LETTER_QUEUE_URL: 'https://sqs.test/1/d' });
});
afterEach(() => restore());

const signingSecrets = () => store.secret('signing', 'a-signing-secret');

function makeApp(): App {
  const idempotencyStore = { runOnce: async () => ({ kind: 'completed' }) as const };
  const token = store.secret('credentials', 'fio-u-stored');
  return new App({ logger, token, signingSecrets: signingSecrets(), idempotencyStore });
}

describe.each([
  { name: 'endpointHandler', start: () => endpointHandler(makeApp()), secrets: ['credentials', 'signing'] },
  { name: 'workerHandler', start: () => workerHandler(makeApp()), secrets: ['credentials', 'signing'] },
  {
    name: 'queuedEndpointHandler',
    start: () => queuedEndpointHandler({ logger, signingSecrets: signingSecrets() }),
    secrets: ['signing'],
  },
])('$name', ({ start, secrets }) => {
  it('fetches all secrets at the same time and waits for them', async () => {
    let isReady = false;
    const started = start().then(() => {
      isReady = true;
    });
    await new Promise(setImmediate);
    expect(store.requested).toEqual(secrets);
    expect(isReady).toBe(false);
    store.answer();
    await started;
  });

  it('does not reject if the secrets are unavailable', async () => {
    store.isDown = true;
    const started = start();
    await new Promise(setImmediate);
    store.answer();
    expect(await started).toBeInstanceOf(Function);
  });
});

it('leaves no secret to fetch to the first delivery', async () => {
  const started = endpointHandler(makeApp().onWebhook('file.ready', () => undefined));
  store.answer();
  const endpoint = await started;
  expect(await endpoint(signedDelivery())).toMatchObject({ statusCode: 200 });
  expect(store.requested).toEqual(['credentials', 'signing']);
});

it('fetches loaded secrets only once', async () => {
  const app = makeApp();
  const loaded = app.preload();
  store.answer();
  await loaded;
  await app.preload();
  expect(store.requested).toEqual(['credentials', 'signing']);
});

it('needs the URL of a queue for queuedEndpointHandler', async () => {
  delete process.env.QUEUE_URL;
  await expect(queuedEndpointHandler({ logger })).rejects.toThrow('The environment variable QUEUE_URL is not set');
});
