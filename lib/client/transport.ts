import * as http from 'node:http';
import * as https from 'node:https';
import {
  ApiAbortedError,
  type ApiCall,
  ApiConnectionError,
  type ApiErrorDetail,
  ApiResponseError,
  ApiTimeoutError,
  apiErrorFor,
  ConfigError,
  type RateLimit,
} from '../errors.ts';
import type { ApiHeaders, ApiResponse } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';
import { queryString } from './query.ts';
import type { TokenSource } from './token.ts';

/** Settings of a transport. */
export interface TransportOptions {
  readonly baseUrl: string;
  readonly token: TokenSource;
  readonly timeoutMs: number;
}

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/**
 * Sends requests to Frame.io over kept-alive connections, with the bearer token, and turns the answers into values and
 * errors. It uses `node:https`: the first `fetch` of a process costs a cold start some 30 ms.
 */
export class Transport implements ApiSender {
  readonly #options: TransportOptions;
  readonly #origin: URL;
  readonly #client: typeof http | typeof https;
  readonly #agent: http.Agent;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#origin = parseBaseUrl(options.baseUrl);
    this.#client = this.#origin.protocol === 'http:' ? http : https;
    this.#agent = new this.#client.Agent({ keepAlive: true });
  }

  /**
   * @returns The parsed body; the caller names its type, which is Frame.io's word for it.
   * @throws FrameioApiError for an error status; ApiConnectionError, ApiTimeoutError, ApiAbortedError, ApiResponseError.
   */
  async send<Body>(request: ApiRequest): Promise<ApiResponse<Body>> {
    const token = await this.#options.token.get();
    let answer = await this.#sendOverConnection(request, token);
    if (answer.status === 401) {
      const newer = await this.#options.token.refresh();
      if (newer !== token) answer = await this.#sendOverConnection(request, newer);
    }
    const call = { method: request.method, path: request.path };
    if (answer.status >= 200 && answer.status < 300) {
      return { data: parseJson(answer, call), status: answer.status, headers: readHeaders(answer) };
    }
    throw apiErrorFor({ ...call, status: answer.status, errors: readErrors(answer), rateLimit: readRateLimit(answer) });
  }

  async #sendOverConnection(request: ApiRequest, token: string): Promise<Answer> {
    try {
      return await this.#sendOnce(request, token);
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      // It slept between two invocations and is dead by now, and those that slept beside it likely too.
      for (const sockets of Object.values(this.#agent.freeSockets))
        for (const socket of sockets ?? []) socket.destroy();
      if (request.method === 'GET') return await this.#sendOnce(request, token); // nothing else is safe to send twice
      throw error;
    }
  }

  #sendOnce({ method, path, query, body, options = {} }: ApiRequest, token: string): Promise<Answer> {
    const { abortSignal, timeoutMs = this.#options.timeoutMs } = options;
    const json = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = this.#client.request(
        {
          protocol: this.#origin.protocol,
          hostname: this.#origin.hostname,
          port: this.#origin.port,
          path: `${this.#origin.pathname.replace(/\/$/, '')}${path}${queryString({ ...query, ...options.queryParams })}`,
          method,
          agent: this.#agent,
          headers: {
            accept: 'application/json',
            ...(json !== undefined && {
              'content-type': 'application/json',
              'content-length': String(Buffer.byteLength(json)),
            }),
            ...options.headers,
            authorization: `Bearer ${token}`,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', fail);
          response.on('end', () => {
            settle();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: Buffer.concat(chunks).toString('utf8'),
            });
          });
        },
      );
      const abort = () =>
        request.destroy(new ApiAbortedError(`${method} ${path} was aborted.`, { cause: abortSignal?.reason }));
      const timer = setTimeout(
        () => request.destroy(new ApiTimeoutError(`${method} ${path} was not answered within ${timeoutMs} ms.`)),
        timeoutMs,
      );
      const settle = () => {
        clearTimeout(timer);
        abortSignal?.removeEventListener('abort', abort);
      };
      const fail = (error: Error) => {
        settle();
        reject(connectionError(error, request.reusedSocket, { method, path }));
      };
      request.on('error', fail);
      if (abortSignal?.aborted) abort();
      else abortSignal?.addEventListener('abort', abort, { once: true });
      request.end(json);
    });
  }
}

/** A kept-alive connection turned out to be closed before anything was answered. */
class StaleConnectionError extends ApiConnectionError {}

function connectionError(error: Error, reusedSocket: boolean, { method, path }: ApiCall): Error {
  if (error instanceof ApiAbortedError || error instanceof ApiTimeoutError) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  const ErrorClass = reusedSocket && ['ECONNRESET', 'EPIPE'].includes(code) ? StaleConnectionError : ApiConnectionError;
  return new ErrorClass(`${method} ${path} failed: the connection to Frame.io broke (${code}).`, { cause: error });
}

function parseBaseUrl(baseUrl: string): URL {
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new ConfigError('baseUrl is not an http or https URL: leave it out, or set it to https://api.frame.io.');
  }
  return new URL(baseUrl);
}

function parseJson<Body>({ status, text }: Answer, { method, path }: ApiCall): Body {
  try {
    return JSON.parse(text === '' ? 'null' : text); // 204 has none
  } catch (cause) {
    throw new ApiResponseError(
      `${method} ${path} answered ${status} with a body that is not JSON (${text.length} characters): something between here and Frame.io may have answered in its place.`,
      { cause },
    );
  }
}

function readHeaders({ headers }: Answer): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function readErrors({ text }: Answer): readonly ApiErrorDetail[] {
  try {
    const body: unknown = JSON.parse(text);
    const errors = typeof body === 'object' && body !== null && 'errors' in body ? body.errors : undefined;
    return Array.isArray(errors) ? errors.filter(isErrorDetail) : [];
  } catch {
    return []; // an HTML page of a proxy: the status has to do
  }
}

function isErrorDetail(error: unknown): error is ApiErrorDetail {
  return typeof error === 'object' && error !== null && 'detail' in error && typeof error.detail === 'string';
}

function readRateLimit({ headers }: Answer): RateLimit | undefined {
  const [limit, remaining, windowMs] = ['limit', 'remaining', 'window'].map((name) =>
    Number(headers[`x-ratelimit-${name}`] ?? Number.NaN),
  );
  if (limit === undefined || remaining === undefined || windowMs === undefined) return undefined;
  return [limit, remaining, windowMs].every(Number.isFinite) ? { limit, remaining, windowMs } : undefined;
}
