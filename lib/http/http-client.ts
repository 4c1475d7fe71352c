import type * as http from 'node:http';
import type * as https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { type Clock, limitTimerMs } from '../core/clock.ts';
import { type HttpFailure, HttpRequestError } from './http-request-error.ts';

// An `import` of `node:http` reads every name that it exports, and so loads undici: 13 ms of a cold start on Node 24.
const nodeHttp = process.getBuiltinModule('node:http');
const nodeHttps = process.getBuiltinModule('node:https');

/** One HTTP request, ready to be sent. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query, from the root of the server. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | undefined;
  /** How long the whole answer may take, in ms. */
  readonly timeoutMs: number;
  readonly abortSignal?: AbortSignal | undefined;
  /** Whether the server may get it twice without harm. */
  readonly isIdempotent: boolean;
  /** Whether the server may have got it before. @default false */
  readonly wasMaybeSent?: boolean | undefined;
}

/** What came back. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/**
 * After so many ms of rest a connection may have been closed by the other side without our knowing: a frozen Lambda
 * hears of nothing. It is not given a request that cannot be sent again.
 */
const TRUSTED_REST_MS = 5_000;

/**
 * Kept-alive connections to one server. They are made with `node:http` and `node:https`: the first `fetch` of a process
 * costs a cold start some 30 ms.
 */
export class HttpClient {
  readonly #server: https.RequestOptions;
  readonly #isSecure: boolean;
  readonly #client: typeof http | typeof https;
  readonly #clock: Clock;
  readonly #agent: http.Agent;
  readonly #restingSince = new WeakMap<object, number>();

  /** @param origin - Scheme, host and port; `http` or `https`. */
  constructor(origin: URL, clock: Clock) {
    this.#clock = clock;
    this.#server = urlToHttpOptions(origin);
    this.#isSecure = origin.protocol === 'https:';
    this.#client = this.#isSecure ? nodeHttps : nodeHttp;
    this.#agent = new this.#client.Agent({ keepAlive: true });
    this.#agent.on('free', (socket: object) => this.#restingSince.set(socket, clock.now()));
  }

  /** @throws HttpRequestError when there is no whole answer; an answer of any status is one. */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const deadline = this.#clock.now() + request.timeoutMs;
    if (!request.isIdempotent) this.#closeResting(TRUSTED_REST_MS);
    try {
      return await this.#attempt(request);
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      this.#closeResting(0); // those that rested beside it are likely dead too
      if (!request.isIdempotent) throw error;
      const timeoutMs = Math.max(0, deadline - this.#clock.now());
      return await this.#attempt({ ...request, timeoutMs, wasMaybeSent: true });
    }
  }

  #closeResting(forMs: number): void {
    const before = this.#clock.now() - forMs;
    for (const socket of Object.values(this.#agent.freeSockets).flatMap((sockets) => sockets ?? [])) {
      if ((this.#restingSince.get(socket) ?? 0) <= before) socket.destroy();
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
      let isAnswered = false;
      const request = this.#client.request(options, (response) => {
        isAnswered = true;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          settle();
          if (!request.writableFinished) request.destroy(); // nobody reads the rest, and it would hold the connection
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      const isSent = trackSending(request, this.#isSecure ? 'secureConnect' : 'connect');
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
        const isStale = request.reusedSocket && !isAnswered && ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
        const ErrorClass = isStale ? StaleConnectionError : HttpRequestError;
        const where = `${isAnswered ? 'in the middle of the answer ' : ''}(${codeOf(error)})`;
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

/** A kept connection turned out to be closed before anything was answered. */
class StaleConnectionError extends HttpRequestError {}

/** @returns Tells whether the server may have got the request: not before there was a connection to send it over. */
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
