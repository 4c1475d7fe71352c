import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { DeliveryDetails } from '../../../lib/dispatch/delivery-details.ts';
import type { WebhookHandler } from '../../../lib/dispatch/handler-context.ts';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import { FileReadyRecords } from '../../../lib/idempotency/file-ready-records.ts';
import type { IdempotencyStore } from '../../../lib/idempotency/idempotency-store.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { startIdempotencyTable, type TestTable } from '../../support/idempotency-table.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const signed = { body: '{}', timestamp: '1795000000' };
const DETAILS = { deliveryKey: deliveryKey(signed), signed, correlationId: 'c', attempt: 1, receivedAt: 0 };
const event = webhookEvent();
/** Runs each handler, and stores nothing. */
const idempotencyStore: IdempotencyStore = {
  runOnce: async (_options, work) => {
    await work({ isRetry: false, failures: 0 });
    return { kind: 'completed' };
  },
};

let table: TestTable;
let silent: LocalServer;
let records: FileReadyRecords;
let restore: () => void;
let files = 0;
let file = { accountId: event.accountId, fileId: '' };
beforeAll(async () => {
  table = await startIdempotencyTable();
  silent = await listen(() => undefined);
  records = new FileReadyRecords(table.name, table.client);
});
afterAll(async () => {
  await table.close();
  await silent.close();
});
beforeEach(() => {
  files += 1;
  file = { accountId: event.accountId, fileId: `file-${files}` };
  restore = withEnvironment({
    IDEMPOTENCY_TABLE: table.name,
    RECONCILIATION: 'true',
    AWS_ENDPOINT_URL_DYNAMODB: table.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'key',
  });
});
afterEach(() => restore());

/** Dispatches the event of the file to a handler. Returns its result and the log. */
async function dispatch(
  handler: WebhookHandler,
  {
    type = event.type,
    budgetMs = 10_000,
    ...changes
  }: Partial<DeliveryDetails> & { type?: string; budgetMs?: number } = {},
) {
  const logger = new MemoryLogger();
  const app = new App({ logger, idempotencyStore }).onWebhook('*', handler);
  const [result] = await app.dispatch({ ...event, type, resourceId: file.fileId }, budgetMs, {
    ...DETAILS,
    ...changes,
  });
  return { ...result, lines: logger.lines };
}

describe('with reconciliation, the delivery of file.ready', () => {
  it('is recorded before the handler runs, and accepted afterwards', async () => {
    const seen: unknown[] = [];
    await dispatch(async () => void seen.push(await records.read(file)));
    expect(seen).toMatchObject([{ first: signed, isAccepted: false }]);
    expect(await records.read(file)).toMatchObject({ first: signed, isAccepted: true });
  });

  it('is not accepted if the handler fails', async () => {
    await dispatch(() => Promise.reject(new Error('no')));
    expect(await records.read(file)).toMatchObject({ first: signed, isAccepted: false });
  });

  it('is not accepted if one of two handlers fails', async () => {
    const app = new App({ logger: new MemoryLogger(), idempotencyStore });
    app.onWebhook('file.ready', () => undefined, { name: 'succeeds' });
    app.onWebhook('file.ready', () => Promise.reject(new Error('no')), { name: 'fails' });
    await app.dispatch({ ...event, resourceId: file.fileId }, 10_000, DETAILS);
    expect(await records.read(file)).toMatchObject({ first: signed, isAccepted: false });
  });

  it('is accepted before the handler runs if it comes from the queue', async () => {
    await dispatch(() => Promise.reject(new Error('no')), { isQueued: true });
    expect(await records.read(file)).toMatchObject({ isAccepted: true });
  });

  it('has the identity of the delivery that reconciliation made before', async () => {
    const reconciled = { body: '{"by":"reconciliation"}', timestamp: '1795000060' };
    await records.claim(file, reconciled);
    const keys: unknown[] = [];
    await dispatch(({ deliveryKey: key }) => void keys.push(key));
    expect(keys).toEqual([deliveryKey(reconciled)]);
  });

  it('does not start the handler if it cannot be recorded in time', async () => {
    process.env.AWS_ENDPOINT_URL_DYNAMODB = silent.url;
    const runs: unknown[] = [];
    const { error } = await dispatch((context) => void runs.push(context), { budgetMs: 200 });
    expect(runs).toEqual([]);
    expect(error).toMatchObject({ code: 'idempotency_store_unavailable', wasHandlerStarted: false });
    expect(error).toHaveProperty('cause.message', 'DynamoDB did not respond within the time budget.');
  });

  it('completes although its completion cannot be recorded, and logs that', async () => {
    let isDown = false;
    const server = await listen((_, response) => {
      response.writeHead(isDown ? 400 : 200, { 'x-amzn-errortype': 'AccessDeniedException' }).end('{}');
    });
    process.env.AWS_ENDPOINT_URL_DYNAMODB = server.url;
    const { outcome, lines } = await dispatch(() => {
      isDown = true;
    });
    await server.close();
    expect(outcome).toBe('completed');
    const attributes = { resource_id: file.fileId, error: expect.anything() };
    expect(lines).toContainEqual({ level: 'warn', message: 'completion not recorded', attributes });
  });
});

describe('nothing is recorded', () => {
  it.each([
    { name: 'without reconciliation', variable: 'RECONCILIATION', details: {} },
    { name: 'without a table', variable: 'IDEMPOTENCY_TABLE', details: {} },
    { name: 'of another event', variable: undefined, details: { type: 'file.created' } },
    { name: 'of a message without its signed parts', variable: undefined, details: { signed: undefined } },
  ])('$name', async ({ variable, details }) => {
    if (variable) delete process.env[variable];
    expect(await dispatch(() => undefined, details)).toMatchObject({ outcome: 'completed' });
    expect(await records.read(file)).toEqual({ isAccepted: false, first: undefined, noticedAt: undefined });
  });
});
