import { beforeEach, describe, expect, it } from '@jest/globals';
import { fetchHandler } from '../../../lib/adapters/fetch-handler.ts';
import { App } from '../../../lib/app/app.ts';
import type { AnyWebhookEvent } from '../../../lib/events/event-map.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { type SignedDelivery, signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const MAX_BODY_BYTES = 1_000;

let logger: MemoryLogger;
let events: AnyWebhookEvent[];
let handle: ReturnType<typeof fetchHandler>;
beforeEach(() => {
  logger = new MemoryLogger();
  events = [];
  const app = new App({ logger, signingSecrets: 'a-signing-secret' });
  app.onWebhook('file.ready', ({ event }) => void events.push(event));
  handle = fetchHandler(app, { maxBodyBytes: MAX_BODY_BYTES });
});

function requestOf(delivery: SignedDelivery = {}): Request {
  const { headers, body } = signedDelivery(delivery);
  return new Request('http://test/frameio', { method: 'POST', headers, body });
}

/** Returns a request whose body arrives in these chunks. The error ends it early. */
function streamed(chunks: readonly string[], error?: Error): { request: Request; isCancelled: () => boolean } {
  let isCancelled = false;
  const pending = chunks.map((chunk) => new TextEncoder().encode(chunk));
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const chunk = pending.shift();
      if (chunk) controller.enqueue(chunk);
      else if (error) controller.error(error);
    },
    cancel: () => {
      isCancelled = true;
    },
  });
  const request = new Request('http://test/frameio', { method: 'POST', body, duplex: 'half' });
  return { request, isCancelled: () => isCancelled };
}

describe('fetchHandler', () => {
  it('runs the handlers of a genuine delivery', async () => {
    const response = await handle(requestOf());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ outcome: 'completed' });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(events).toMatchObject([{ type: 'file.ready' }]);
  });

  it('answers 401 to a forged delivery', async () => {
    const response = await handle(requestOf({ secret: 'another' }));
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });

  it('answers 401 to a request without a body', async () => {
    expect((await handle(new Request('http://test/frameio', { method: 'POST' }))).status).toBe(401);
  });

  it('verifies the empty body of a request without one', async () => {
    const { headers } = signedDelivery({ body: '' });
    expect((await handle(new Request('http://test/frameio', { method: 'POST', headers }))).status).toBe(400);
  });

  it('accepts the longest body', async () => {
    const overhead = JSON.stringify({ ...fileReady, text: '' }).length;
    const body = JSON.stringify({ ...fileReady, text: 'x'.repeat(MAX_BODY_BYTES - overhead) });
    expect((await handle(requestOf({ body }))).status).toBe(200);
  });

  it('answers 405 to a GET request', async () => {
    expect((await handle(new Request('http://test/frameio'))).status).toBe(405);
  });

  it('answers 413 to a body that is too long, and cancels the rest', async () => {
    const { request, isCancelled } = streamed(['x'.repeat(MAX_BODY_BYTES), 'x']);
    expect((await handle(request)).status).toBe(413);
    expect(isCancelled()).toBe(true);
  });

  it('answers 400 and logs nothing if the body ends with an error', async () => {
    const { request } = streamed(['{'], new Error('The client disconnected.'));
    expect((await handle(request)).status).toBe(400);
    expect(logger.lines).toEqual([]);
  });

  it('answers 500 and logs what to do if the body has been read', async () => {
    const request = requestOf();
    await request.json();
    expect((await handle(request)).status).toBe(500);
    const message = expect.stringContaining('Pass fetchHandler the request before anything reads it');
    expect(logger.lines).toMatchObject([{ level: 'error', attributes: { error: { name: 'ConfigError', message } } }]);
  });
});
