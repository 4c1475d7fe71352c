import type * as http from 'node:http';
import type * as https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { type Clock, limitTimerMs } from '../core/clock.ts';
import { type HttpFailure, HttpRequestError } from './http-request-error.ts';
import { type HttpModule, httpModuleOf } from './node-http.ts';

/** An HTTP request. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** Time until the complete response has arrived, in ms. */
  readonly timeoutMs: number;
  readonly abortSignal?: AbortSignal | undefined;
  /** Whether the client may send the request twice. */
  readonly isIdempotent: boolean;
  /**
   * Whether an earlier attempt may have reached the server.
   * @default false
   */
  readonly wasMaybeSent?: boolean | undefined;
}

/** A complete HTTP response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Maximum idle time in ms of a connection for a request that must not be sent twice. The server may have closed an older
 * connection, and a frozen Lambda function does not notice.
 */
const MAX_IDLE_MS = 5_000;

/** Maximum size of a response. The largest page of a list has about a megabyte. */
export const MAX_RESPONSE_BYTES = 33_554_432;

/**
 * Sends requests to one server over kept-alive connections. It uses `node:http` and `node:https`, because the first
 * `fetch` of a process adds about 30 ms to a cold start.
 */
export class HttpClient {
  readonly #server: https.RequestOptions;
  readonly #module: HttpModule;
  readonly #clock: Clock;
  readonly #agent: http.Agent;
  readonly #idleSince = new WeakMap<object, number>();

  /** @param origin - Scheme (`http` or `https`), host and port. */
  constructor(origin: URL, clock: Clock) {
    this.#clock = clock;
    this.#server = urlToHttpOptions(origin);
    this.#module = httpModuleOf(origin);
    this.#agent = new this.#module.Agent({ keepAlive: true });
    this.#agent.on('free', (socket: object) => this.#idleSince.set(socket, clock.now()));
  }

  /**
   * Sends a request. If a kept-alive connection turns out to be closed, it resends an idempotent request.
   *
   * @returns The response, whatever its status.
   * @throws HttpRequestError when no complete response arrives.
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const deadline = this.#clock.now() + request.timeoutMs;
    if (!request.isIdempotent) this.#closeIdle(MAX_IDLE_MS);
    try {
      return await this.#attempt(request);
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      this.#closeIdle(0); // the server has likely closed the other idle ones too
      if (!request.isIdempotent) throw error;
      const timeoutMs = Math.max(0, deadline - this.#clock.now());
      return await this.#attempt({ ...request, timeoutMs, wasMaybeSent: true });
    }
  }

  #closeIdle(idleMs: number): void {
    const before = this.#clock.now() - idleMs;
    for (const socket of Object.values(this.#agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if ((this.#idleSince.get(socket) ?? 0) <= before) socket.destroy();
    }
  }

  #attempt({
    method,
    path,
    headers,
    body,
    timeoutMs,
    abortSignal,
    wasMaybeSent = false,
  }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const bytes = typeof body === 'string' ? Buffer.from(body) : body;
      const length = bytes && { 'content-length': String(bytes.length) };
      const options = { ...this.#server, path, method, agent: this.#agent, headers: { ...headers, ...length } };
      let hasResponse = false;
      const request = this.#module.request(options, (response) => {
        hasResponse = true;
        const chunks: Buffer[] = [];
        let received = 0;
        response.on('data', (chunk: Buffer) => {
          received += chunk.length;
          if (received > MAX_RESPONSE_BYTES) end('too_large');
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () => {
          settle();
          if (!request.writableFinished) request.destroy(); // the server reads no more, and the unsent rest would block the connection
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      const isSent = trackSending(request, this.#server.protocol === 'https:' ? 'secureConnect' : 'connect');
      const end = (failure: HttpFailure, cause?: unknown) =>
        request.destroy(new HttpRequestError({ failure, maybeSent: wasMaybeSent || isSent() }, { cause }));
      const abort = () => end('aborted', abortSignal?.reason);
      const timer = setTimeout(() => end('timeout'), limitTimerMs(timeoutMs));
      const settle = () => {
        clearTimeout(timer);
        abortSignal?.removeEventListener('abort', abort);
      };
      const fail = (error: Error) => {
        settle();
        if (error instanceof HttpRequestError) return reject(error);
        const isStale = request.reusedSocket && !hasResponse && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
        const ErrorClass = isStale ? StaleConnectionError : HttpRequestError;
        const where = `${hasResponse ? 'in the middle of the response ' : ''}(${codeOf(error)})`;
        reject(
          new ErrorClass(
            { failure: 'connection_failed', where, maybeSent: wasMaybeSent || isSent() },
            { cause: error },
          ),
        );
      };
      request.on('error', fail);
      if (abortSignal?.aborted) abort();
      else abortSignal?.addEventListener('abort', abort, { once: true });
      request.end(bytes);
    });
  }
}

/** The server had closed a kept-alive connection before it sent a response. */
class StaleConnectionError extends HttpRequestError {}

/** Returns a function that reports whether the request had a connection, so that it may have reached the server. */
function trackSending(request: http.ClientRequest, connectEvent: 'connect' | 'secureConnect'): () => boolean {
  let isConnected = false;
  request.on('socket', (socket) => {
    if (request.reusedSocket) isConnected = true;
    else {
      socket.once(connectEvent, () => {
        isConnected = true;
      });
    }
  });
  return () => isConnected;
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
