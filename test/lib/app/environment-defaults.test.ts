import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { message } from '../../../lib/actions/message.ts';
import { App } from '../../../lib/app/app.ts';
import type { AppOptions } from '../../../lib/app/app-options.ts';
import { ConfigError, SecretNotSetError } from '../../../lib/core/errors.ts';
import type { RunOnceOutcome } from '../../../lib/idempotency/idempotency-store.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { publishedDuring } from '../../support/published-metrics.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const DETAILS = { deliveryKey: 'key', correlationId: 'correlation', attempt: 1, receivedAt: 0 };

let secretsManager: SecretsManager;
let secretsServer: LocalServer;
let frameio: ScriptedServer;
let status = 200;
beforeAll(async () => {
  secretsServer = await listen((request, response) => secretsManager.listener(request, response));
  frameio = await scriptedServer((response) => json(response, status, { data: { id: 'user' } }));
});
afterAll(async () => {
  await Promise.all([secretsServer.close(), frameio.close()]);
});

let restore: () => void;
beforeEach(() => {
  status = 200;
  secretsManager = new SecretsManager();
  secretsManager.put('credentials', 'fio-u-stored');
  secretsManager.put('signing', 'stored-signing-secret');
  restore = withEnvironment({
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsServer.url,
    AWS_LAMBDA_FUNCTION_NAME: undefined,
    API_CREDENTIALS_SECRET_ID: undefined,
    SIGNING_SECRETS_SECRET_ID: undefined,
    IDEMPOTENCY_TABLE: undefined,
    QUEUE_URL: undefined,
  });
});
afterEach(() => restore());

const makeApp = (options: AppOptions = {}) => new App({ logger: new MemoryLogger(), baseUrl: frameio.url, ...options });

/** Returns the token of the app's next request. */
async function tokenOf(app: App): Promise<string | undefined> {
  await app.client.users.show();
  return frameio.seen.at(-1)?.headers.authorization;
}

describe('an app without options', () => {
  it('needs no variable and calls nothing when it is made', () => {
    expect(() => new App().onWebhook('file.ready', () => undefined)).not.toThrow();
    expect(secretsManager.calls).toEqual([]);
  });

  it('reads the variables at the first use', async () => {
    const app = makeApp();
    process.env.API_CREDENTIALS_SECRET_ID = 'credentials';
    process.env.SIGNING_SECRETS_SECRET_ID = 'signing';
    expect(await tokenOf(app)).toBe('Bearer fio-u-stored');
    expect(await app.signingSecrets.current()).toEqual(['stored-signing-secret']);
  });

  it('fetches rotated signing secrets', async () => {
    process.env.SIGNING_SECRETS_SECRET_ID = 'signing';
    const app = makeApp();
    await app.signingSecrets.current();
    secretsManager.put('signing', 'rotated-signing-secret');
    expect(await app.signingSecrets.newer()).toEqual(['rotated-signing-secret', 'stored-signing-secret']);
  });
});

describe('an option', () => {
  it('wins over the variable', async () => {
    process.env.API_CREDENTIALS_SECRET_ID = 'credentials';
    process.env.SIGNING_SECRETS_SECRET_ID = 'signing';
    process.env.IDEMPOTENCY_TABLE = 'no-table';
    const outcome: RunOnceOutcome = { kind: 'duplicate' };
    const app = makeApp({
      token: 'given',
      signingSecrets: 'given-signing-secret',
      idempotencyStore: { runOnce: async () => outcome },
    }).onWebhook('file.ready', () => undefined);
    expect(await tokenOf(app)).toBe('Bearer given');
    expect(await app.signingSecrets.current()).toEqual(['given-signing-secret']);
    expect(await app.dispatch(webhookEvent(), 1_000, DETAILS)).toMatchObject([{ outcome: 'duplicate' }]);
    expect(secretsManager.calls).toEqual([]);
  });
});

it('the clock of the options decides when the user of the app is requested again', async () => {
  const clock = testClock();
  const app = makeApp({ token: 'given', clock }).onWebhook('*', () => undefined);
  const selfEvent = { ...webhookEvent('comment.created'), userId: 'user' };
  const before = frameio.seen.length;
  for (let run = 0; run < 2; run += 1) {
    expect(await app.dispatch(selfEvent, 5_000)).toMatchObject([{ outcome: 'skipped' }]);
    clock.advance(300_000);
  }
  expect(frameio.seen.length - before).toBe(2);
});

describe('an app without a variable', () => {
  it('throws an error that says how to set the token', () => {
    expect(() => makeApp().client).toThrow(ConfigError);
    expect(() => makeApp().client).toThrow(/Set API_CREDENTIALS_SECRET_ID to .*, or pass new App\(\{ token \}\)/);
  });

  it('rejects with an error that says how to set the signing secret', async () => {
    const secrets = makeApp().signingSecrets;
    await expect(secrets.current()).rejects.toThrow(SecretNotSetError);
    await expect(secrets.current()).rejects.toThrow(
      /Set SIGNING_SECRETS_SECRET_ID to .*, or the option signingSecrets/,
    );
  });

  it('rejects with an error that says how to set the signing secret of custom actions', async () => {
    const app = makeApp();
    app.onAction('archive', { name: 'Archive', description: 'Moves the file' }, () => message('Archived', 'Done'));
    await expect(app.actions?.signingSecrets.current()).rejects.toThrow(
      /Set ACTION_SIGNING_SECRETS_SECRET_ID to .*, or the option actionSigningSecrets/,
    );
  });

  it('has no idempotency store', () => {
    expect(makeApp().hasIdempotencyStore).toBe(false);
  });
});

describe('the idempotency table of the environment', () => {
  let table: TestTable;
  beforeAll(async () => {
    table = await startIdempotencyTable();
  });
  afterAll(() => table.close());

  it('remembers completed handlers', async () => {
    process.env.IDEMPOTENCY_TABLE = table.name;
    process.env.AWS_ENDPOINT_URL_DYNAMODB = table.url;
    const app = makeApp().onWebhook('file.ready', () => undefined);
    const outcomes = [];
    for (let run = 0; run < 2; run += 1) outcomes.push(...(await app.dispatch(webhookEvent(), 5_000, DETAILS)));
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    expect(outcomes).toMatchObject([{ outcome: 'completed' }, { outcome: 'duplicate' }]);
  });
});

describe('the metrics of an app without a recorder', () => {
  const publish = async () => {
    const { metrics } = makeApp();
    metrics.record('ApiCalls', 1);
    metrics.publish();
  };

  it('are written to the log on Lambda', async () => {
    process.env.AWS_LAMBDA_FUNCTION_NAME = 'endpoint';
    expect(await publishedDuring(publish)).toEqual({ ApiCalls: 1 });
  });

  it('are not recorded elsewhere', async () => {
    expect(await publishedDuring(publish)).toEqual({});
  });
});

describe('the retries of the client', () => {
  it.each([
    { name: 'are left to the queue if there is one', queueUrl: 'https://sqs.test/queue', options: {}, calls: 1 },
    {
      name: 'follow the option even if there is a queue',
      queueUrl: 'https://sqs.test/queue',
      options: { maxRetries: 1 },
      calls: 2,
    },
    { name: 'are two without a queue', queueUrl: undefined, options: {}, calls: 3 },
  ])('$name', async ({ queueUrl, options, calls }) => {
    const restoreQueue = withEnvironment({ QUEUE_URL: queueUrl });
    status = 503;
    const before = frameio.seen.length;
    await expect(makeApp({ token: 'given', ...options }).client.users.show()).rejects.toThrow();
    restoreQueue();
    expect(frameio.seen.length - before).toBe(calls);
  });
});
