import type { IncomingResponse } from '../../lib/client/hooks.ts';
import { readAnswer, readHeaders } from '../../lib/client/read-answer.ts';
import { type TokenOption, tokenSourceFrom } from '../../lib/client/token.ts';
import type { TokenSource } from '../../lib/client/token-source.ts';
import { systemClock } from '../../lib/core/clock.ts';
import { HttpClient } from '../../lib/http/http-client.ts';

interface Options {
  readonly token: TokenOption;
  readonly baseUrl?: string;
  readonly onResponse?: (response: IncomingResponse) => void;
}

interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * What the file.ready handler calls and no more, in place of the whole client: kept connections, the token renewed after a
 * 401, errors by status. No retries, no deadlines, no pace, no hooks before a call.
 */
export class FrameioClient {
  readonly #connections: HttpClient;
  readonly #token: TokenSource;
  readonly #onResponse: Options['onResponse'];

  constructor({ token, baseUrl = 'https://api.frame.io', onResponse }: Options) {
    this.#connections = new HttpClient(new URL(baseUrl), systemClock);
    this.#token = tokenSourceFrom(token, systemClock);
    this.#onResponse = onResponse;
  }

  /** The handler gives each call its signal itself. */
  during(_signal: AbortSignal): FrameioClient {
    return this;
  }

  readonly users = {
    show: (options?: CallOptions) => this.#call('users.show', 'GET', '/v4/me', undefined, options),
  };

  readonly files = {
    show: (accountId: string, fileId: string, _query?: unknown, options?: CallOptions) =>
      this.#call('files.show', 'GET', pathOf(accountId, fileId), undefined, options),
  };

  readonly comments = {
    index: (accountId: string, fileId: string, _query?: unknown, options?: CallOptions) =>
      this.#call('comments.index', 'GET', `${pathOf(accountId, fileId)}/comments`, undefined, options),
    create: (accountId: string, fileId: string, { data }: { readonly data: unknown }, options?: CallOptions) =>
      this.#call('comments.create', 'POST', `${pathOf(accountId, fileId)}/comments`, { data }, options),
  };

  async #call(operation: string, method: string, path: string, body?: unknown, { abortSignal }: CallOptions = {}) {
    const call = { operation, method, path };
    const send = (token: string) =>
      this.#connections.exchange({
        method,
        path,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        timeoutMs: 60_000,
        abortSignal,
        isIdempotent: method === 'GET',
      });
    const startedAt = Date.now();
    let answer = await send(await this.#token.get());
    if (answer.status === 401) answer = await send(await this.#token.refresh());
    const { status } = answer;
    const durationMs = Date.now() - startedAt;
    const headers = readHeaders(answer);
    this.#onResponse?.({ ...call, attempt: 1, durationMs, status, headers, rateLimit: undefined, error: undefined });
    return readAnswer(answer, call, Date.now()).data;
  }
}

function pathOf(accountId: string, fileId: string): string {
  return `/v4/accounts/${encodeURIComponent(accountId)}/files/${encodeURIComponent(fileId)}`;
}
