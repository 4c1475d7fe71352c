import { Agent, request as httpRequest, IncomingMessage, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { message } from '../../../lib/actions/message.ts';
import { nodeHandler } from '../../../lib/adapters/node-handler.ts';
import { App } from '../../../lib/app/app.ts';
import type { AnyWebhookEvent } from '../../../lib/events/event-map.ts';
import { type Listener, type LocalServer, listen } from '../../../sandbox/http/listen.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { until } from '../../support/until.ts';

const MAX_BODY_BYTES = 1_000;
const LONGEST = { ...fileReady, text: '' };
const LONGEST_BYTES = JSON.stringify(LONGEST).length;

let server: LocalServer;
let logger: MemoryLogger;
let events: AnyWebhookEvent[];
beforeEach(() => {
  logger = new MemoryLogger();
  events = [];
});
afterEach(() => server.close());

/** Starts a server with the handler inside `wrap`, and returns its URL. */
async function serve(
  wrap: (handle: ReturnType<typeof nodeHandler>) => Listener = (handle) => handle,
  configure: (app: App) => void = () => undefined,
): Promise<string> {
  const app = new App({ logger, signingSecrets: 'a-signing-secret', actionSigningSecrets: 'an-action-signing-secret' });
  configure(app);
  app.onWebhook('file.ready', ({ event }) => void events.push(event));
  server = await listen(wrap(nodeHandler(app, { maxBodyBytes: MAX_BODY_BYTES })));
  return server.url;
}

const post = (url: string, { headers, body }: { headers: Record<string, string>; body: string }) =>
  fetch(url, { method: 'POST', headers, body });

describe('nodeHandler', () => {
  it('runs the handlers of a genuine delivery', async () => {
    const response = await post(await serve(), signedDelivery());
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ outcome: 'completed' });
    expect(events).toMatchObject([{ type: 'file.ready' }]);
  });

  it('verifies the raw bytes of the body', async () => {
    const body = signedDelivery().body.replaceAll('":', '" : ').replace('{', '{ "name": "Übung",');
    expect((await post(await serve(), signedDelivery({ body }))).status).toBe(200);
  });

  it('answers 401 to a forged delivery', async () => {
    const response = await post(await serve(), signedDelivery({ secret: 'another' }));
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
    expect(events).toEqual([]);
  });

  it('answers 405 to a GET request', async () => {
    const response = await fetch(await serve());
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('answers one request after another on a connection', async () => {
    const url = await serve();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const statuses: unknown[] = [];
    for (const secret of ['another', 'a-signing-secret', 'a-signing-secret']) {
      const { headers, body } = signedDelivery({ secret });
      const [status, isReused] = await new Promise<readonly unknown[]>((resolve, reject) => {
        const sending = httpRequest(url, { method: 'POST', headers, agent }, (response) => {
          response.resume().once('end', () => resolve([response.statusCode, sending.reusedSocket]));
        });
        sending.on('error', reject).end(body);
      });
      statuses.push([status, isReused]);
    }
    agent.destroy();
    expect(statuses).toEqual([
      [401, false],
      [200, true],
      [200, true],
    ]);
  });

  it('answers 413 to a body that is too long', async () => {
    const delivery = signedDelivery({ body: 'x'.repeat(MAX_BODY_BYTES + 1) });
    expect((await post(await serve(), delivery)).status).toBe(413);
  });

  it('accepts the longest body', async () => {
    const delivery = signedDelivery({
      body: JSON.stringify({ ...LONGEST, text: 'x'.repeat(MAX_BODY_BYTES - LONGEST_BYTES) }),
    });
    expect(delivery.body).toHaveLength(MAX_BODY_BYTES);
    expect((await post(await serve(), delivery)).status).toBe(200);
  });

  it.each([
    { path: '/frameio/actions?stage=prod', status: 401 },
    { path: '/frameio?to=/actions', status: 200 },
  ])('expects the secret of custom actions at the path $path, without its query: $status', async ({ path, status }) => {
    const url = await serve(
      (handle) => handle,
      (app) => {
        app.onAction('studio.archive', { name: 'Archive', description: 'Moves the file' }, () =>
          message('Done', 'It moved.'),
        );
      },
    );
    expect((await post(`${url}${path}`, signedDelivery())).status).toBe(status);
  });

  it.each([
    {
      name: 'the body ends with an error',
      interrupt: (request: IncomingMessage) => request.emit('error', new Error('broken')),
    },
    { name: 'the connection closes within the body', interrupt: (request: IncomingMessage) => request.emit('close') },
  ])('answers 400 if $name', async ({ interrupt }) => {
    await serve();
    const request = Object.assign(new IncomingMessage(new Socket()), {
      method: 'POST',
      url: '/',
      headers: signedDelivery().headers,
    });
    const response = new ServerResponse(request);
    nodeHandler(new App({ logger, signingSecrets: 'a-signing-secret' }))(request, response);
    await until(() => request.listenerCount('data') > 0);
    interrupt(request);
    await until(() => response.headersSent);
    expect(response.statusCode).toBe(400);
    expect(response.getHeader('connection')).toBe('close'); // the rest of the body is not read
    expect(request.listenerCount('data')).toBe(0);
  });

  it('leaves the response of a middleware as it is', async () => {
    const url = await serve((handle) => (request, response) => {
      handle(request, response);
      response.writeHead(418).end();
    });
    expect((await post(url, signedDelivery())).status).toBe(418);
    await until(() => events.length > 0);
  });

  it('answers 413 before a body that is too long has ended', async () => {
    const url = await serve();
    const status = await new Promise((resolve, reject) => {
      const sending = httpRequest(url, { method: 'POST' }, (response) => resolve(response.statusCode));
      sending.on('error', reject);
      sending.write('x'.repeat(MAX_BODY_BYTES + 1)); // and never ends
    });
    expect(status).toBe(413);
  });

  it('answers 500 and logs what to do if a body parser has read the body', async () => {
    const url = await serve((handle) => async (request, response) => {
      await text(request);
      handle(request, response);
    });
    expect((await post(url, signedDelivery())).status).toBe(500);
    const message = expect.stringContaining('Mount nodeHandler before express.json()');
    expect(logger.lines).toMatchObject([
      { level: 'error', message: 'endpoint failed', attributes: { error: { name: 'ConfigError', message } } },
    ]);
  });

  it('runs no handler and logs nothing if the client disconnects within the body', async () => {
    const aborted: boolean[] = [];
    const url = await serve((handle) => (request, response) => {
      request.once('close', () => aborted.push(!request.complete));
      handle(request, response);
    });
    const { headers, body } = signedDelivery();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const head = Object.entries({ ...headers, host: 'test', 'content-length': String(body.length) });
    socket.write(
      `POST / HTTP/1.1\r\n${head.map((entry) => entry.join(': ')).join('\r\n')}\r\n\r\n${body.slice(0, 10)}`,
    );
    setTimeout(() => socket.destroy(), 50);
    await until(() => aborted.length > 0);
    expect(aborted).toEqual([true]);
    expect(events).toEqual([]);
    expect(logger.lines).toEqual([]);
    expect((await post(url, signedDelivery())).status).toBe(200);
  });
});
