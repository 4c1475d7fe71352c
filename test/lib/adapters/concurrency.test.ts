import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { nodeHandler } from '../../../lib/adapters/node-handler.ts';
import { App } from '../../../lib/app/app.ts';
import type { HandlerContext } from '../../../lib/dispatch/handler-context.ts';
import { EmfMetrics } from '../../../lib/observability/emf-metrics.ts';
import type { MetricsRecorder } from '../../../lib/observability/metrics.ts';
import { type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { publishedDuring } from '../../support/published-metrics.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { until } from '../../support/until.ts';

const DELIVERIES = 50;

let frameio: ScriptedServer;
let server: LocalServer;
let logger: MemoryLogger;
/** Ends the handlers that wait. */
let release: () => void;
let released: Promise<void>;
beforeEach(async () => {
  logger = new MemoryLogger();
  released = new Promise((resolve) => {
    release = resolve;
  });
  frameio = await scriptedServer((response, _, { url }) =>
    json(response, 200, { data: { id: url.split('/').at(-1) } }),
  );
});
afterEach(async () => {
  await Promise.all([server.close(), frameio.close()]);
});

async function serve(handle: (context: HandlerContext) => Promise<void>, metrics?: MetricsRecorder): Promise<void> {
  const app = new App({ logger, metrics, token: 'token', baseUrl: frameio.url, signingSecrets: 'a-signing-secret' });
  app.onWebhook('file.ready', handle);
  server = await listen(nodeHandler(app));
}

async function deliver(fileId: string, timestamp?: number): Promise<number> {
  const resource = { id: fileId, type: 'file' };
  const body = JSON.stringify({ ...fileReady, resource });
  const { headers } = signedDelivery({ body, ...(timestamp !== undefined && { timestamp }) });
  return (await fetch(server.url, { method: 'POST', headers, body })).status;
}

describe('concurrent deliveries of different events', () => {
  it('do not mix contexts, clients, loggers or metrics', async () => {
    const started: HandlerContext[] = [];
    const seen: unknown[] = [];
    await serve(async (context) => {
      started.push(context);
      await released; // all handlers run at the same time
      const { event, client } = context;
      const { data: file } = await client.files.show(event.accountId, event.resourceId);
      context.logger.info('seen', { file_id: file.id });
      seen.push([event.resourceId, file.id]);
    }, new EmfMetrics());
    const fileIds = Array.from({ length: DELIVERIES }, (_, number) => `file-${number}`);
    const counted = await publishedDuring(async () => {
      const statuses = fileIds.map((fileId) => deliver(fileId));
      await until(() => started.length === DELIVERIES);
      release();
      expect(await Promise.all(statuses)).toEqual(fileIds.map(() => 200));
    });

    const bothIds = fileIds.map((id) => [id, id]);
    expect(seen).toHaveLength(DELIVERIES);
    expect(seen).toEqual(expect.arrayContaining(bothIds));
    const lines = logger.lines.filter(({ message }) => message === 'seen');
    expect(lines.map(({ attributes }) => [attributes.resource_id, attributes.file_id])).toEqual(seen);
    for (const part of ['client', 'logger', 'signal'] as const) {
      expect(new Set(started.map((context) => context[part])).size).toBe(DELIVERIES);
    }
    expect(counted).toMatchObject({
      DeliveriesReceived: DELIVERIES,
      HandlersCompleted: DELIVERIES,
      ApiCalls: DELIVERIES,
    });
  });

  it('do not abort each other', async () => {
    const signals: AbortSignal[] = [];
    const app = new App({ logger, signingSecrets: 'a-signing-secret' });
    app.onWebhook('file.ready', async ({ event, signal }) => {
      signals.push(signal);
      if (event.resourceId === 'slow') await new Promise(() => undefined);
      await released;
    });
    server = await listen(nodeHandler(app, { budgetMs: 500 }));
    const slow = deliver('slow');
    await until(() => signals.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const late = deliver('late');
    expect(await slow).toBe(503);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    release();
    expect(await late).toBe(200);
  });
});

describe('two identical requests at the same time', () => {
  const timestamp = Math.floor(Date.now() / 1_000);

  it('run the handlers once, and are both answered 200', async () => {
    let runs = 0;
    await serve(async () => {
      runs += 1;
      await released;
    });
    const statuses = [deliver('file', timestamp), deliver('file', timestamp), deliver('file', timestamp)];
    await until(() => runs > 0);
    await new Promise((resolve) => setTimeout(resolve, 50)); // the others have arrived
    release();
    expect(await Promise.all(statuses)).toEqual([200, 200, 200]);
    expect(runs).toBe(1);
    expect(logger.lines.filter(({ message }) => message === 'duplicate delivery')).toHaveLength(2);
  });

  it('are both answered 500 if the handler fails, and the next one runs it again', async () => {
    let runs = 0;
    await serve(async () => {
      runs += 1;
      await released;
      if (runs === 1) throw new Error('The handler failed.');
    });
    const statuses = [deliver('file', timestamp), deliver('file', timestamp)];
    await until(() => runs > 0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    release();
    expect(await Promise.all(statuses)).toEqual([500, 500]);
    expect(await deliver('file', timestamp)).toBe(200);
    expect(runs).toBe(2);
  });
});
