import { setTimeout } from 'node:timers/promises';
import { parseRecord } from '../../lib/core/type-guards.ts';
import { API_VERSION, API_VERSION_HEADER, type StreamedEvent } from '../../sandbox/sandbox-api.ts';
import { readServerEvents } from './read-server-events.ts';

/** The sandbox refused a call. */
export class SandboxApiError extends Error {
  override readonly name = 'SandboxApiError';
  readonly code = 'sandbox_api_error';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** No sandbox responds. */
export class NoSandboxError extends Error {
  override readonly name = 'NoSandboxError';
  readonly code = 'no_sandbox';
}

/** Time between two attempts to connect again, and their number. A sandbox that restarts needs some seconds. */
const RECONNECT_MS = 500;
const MAX_RECONNECTS = 40;

/** Status of a sandbox that is starting. */
const STARTING = 503;

/** Calls the sandbox's own API. The shapes of its JSON are in `sandbox-api.ts`. */
export class SandboxClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/+$/, '');
  }

  /** @throws NoSandboxError, or SandboxApiError with the sandbox's message. */
  async get<Result>(path: string): Promise<Result> {
    return await this.#call(path, { method: 'GET' });
  }

  /** @throws NoSandboxError, or SandboxApiError with the sandbox's message. */
  async post<Result>(path: string, body: object = {}): Promise<Result> {
    return await this.#call(path, { method: 'POST', body: JSON.stringify(body) });
  }

  /** @throws NoSandboxError, or SandboxApiError with the sandbox's message. */
  async delete<Result>(path: string): Promise<Result> {
    return await this.#call(path, { method: 'DELETE' });
  }

  /**
   * Yields the events after an id. Connects again after an interruption. Yields `reset` where events are missing, because
   * the sandbox was restarted.
   *
   * @throws NoSandboxError when no sandbox responds any more.
   */
  async *events(lastId: string, signal?: AbortSignal): AsyncGenerator<StreamedEvent | 'reset'> {
    let id = lastId;
    for (let failures = 0; failures < MAX_RECONNECTS && !signal?.aborted; failures += 1) {
      try {
        const response = await this.#fetch('/sandbox/events', {
          headers: { 'last-event-id': id },
          ...(signal && { signal }),
        });
        for await (const event of readServerEvents(response)) {
          failures = 0;
          id = event.id;
          yield event.kind === 'reset' ? 'reset' : JSON.parse(event.data);
        }
      } catch (error) {
        if (signal?.aborted) return;
        if (error instanceof SandboxApiError && error.status !== STARTING) throw error;
      }
      await setTimeout(RECONNECT_MS, undefined, signal && { signal }).catch(() => undefined);
    }
    if (!signal?.aborted) throw new NoSandboxError(`The sandbox at ${this.url} has ended.`);
  }

  async #call<Result>(path: string, init: RequestInit): Promise<Result> {
    const response = await this.#fetch(path, init);
    return JSON.parse(await response.text());
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const response = await fetch(`${this.url}${path}`, init).catch((cause: unknown) => {
      if (init.signal?.aborted) throw cause;
      throw new NoSandboxError(
        `No sandbox is running at ${this.url}. Start one with \`npm start\` in another terminal, or pass its address with --sandbox.`,
        { cause },
      );
    });
    const version = response.headers.get(API_VERSION_HEADER);
    if (version !== API_VERSION) {
      throw new NoSandboxError(
        `The program at ${this.url} is not a sandbox of this version. Start one with \`npm start\`, or pass its address with --sandbox.`,
      );
    }
    if (response.ok) return response;
    const { error } = parseRecord(await response.text()) ?? {};
    throw new SandboxApiError(
      response.status,
      typeof error === 'string' ? error : `The sandbox responded ${response.status}.`,
    );
  }
}
