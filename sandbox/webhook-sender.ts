import { createHmac } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Agent, request } from 'node:http';
import type { Clock, WebhookEventName } from '../lib/index.ts';
import { SandboxClock } from './clock.ts';

/** The body of a delivery, keys in Frame.io's order. */
export interface WebhookBody {
  readonly account: { readonly id: string };
  readonly project: { readonly id: string };
  readonly resource: { readonly id: string; readonly type: string };
  readonly type: WebhookEventName;
  readonly user: { readonly id: string };
  readonly workspace: { readonly id: string };
}

/** What came of one attempt: an answer, or none within the time Frame.io waits. */
export type Attempt =
  | { readonly number: number; readonly durationMs: number; readonly status: number; readonly body: string }
  | { readonly number: number; readonly durationMs: number; readonly status: undefined; readonly problem: string };

/** How a sender delivers. The defaults are Frame.io's (guide, Webhooks, "Retries and Logging"). */
export interface WebhookSenderOptions {
  readonly url: string;
  /** Secret of the webhook, asked for at each attempt. */
  readonly secret: () => string;
  /** @default 5 */
  readonly maxAttempts?: number;
  /**
   * Wait before attempt `number` (2 to 5), in ms.
   * @default retryDelayMs
   */
  readonly delayMs?: (number: number) => number;
  /**
   * Connections that are kept open and share all requests.
   * @default one for each request
   */
  readonly connections?: number;
  /**
   * The time that is signed along, and waited by.
   * @default one that follows the machine's
   */
  readonly clock?: Clock;
  readonly onSend?: (number: number, signature: string, body: WebhookBody) => void;
  readonly onAttempt?: (attempt: Attempt) => void;
}

const ANSWER_TIMEOUT_MS = 5_000;

/** Delivers events as Frame.io does: signed, five seconds for an answer, up to five attempts. */
export class WebhookSender {
  readonly #options: Required<Omit<WebhookSenderOptions, 'connections'>>;
  readonly #agent: Agent | undefined;
  readonly #stop = new AbortController();
  readonly #onAnswer = new Set<() => void>();
  #underWay = 0;

  constructor({ connections, ...options }: WebhookSenderOptions) {
    this.#agent = connections === undefined ? undefined : new Agent({ keepAlive: true, maxSockets: connections });
    setMaxListeners(0, this.#stop.signal); // each delivery that waits for its next attempt is one
    this.#options = {
      maxAttempts: 5,
      delayMs: (number) => retryDelayMs(number),
      clock: new SandboxClock(),
      onSend: () => undefined,
      onAttempt: () => undefined,
      ...options,
    };
  }

  /** Requests that wait for their answers. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Resolves when no more than `count` requests wait for their answers. */
  async downTo(count: number): Promise<void> {
    while (this.#underWay > count) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#onAnswer.delete(wake);
          resolve();
        };
        this.#onAnswer.add(wake);
      });
    }
  }

  /** @returns The attempts it took; the last one tells how it ended. */
  async deliver(body: WebhookBody): Promise<readonly Attempt[]> {
    const { maxAttempts, delayMs, onAttempt } = this.#options;
    const attempts: Attempt[] = [];
    for (let number = 1; number <= maxAttempts; number += 1) {
      if (number > 1) await this.#wait(delayMs(number));
      if (this.#stop.signal.aborted) break;
      this.#underWay += 1;
      const attempt = await this.#attempt(number, body);
      this.#underWay -= 1;
      attempts.push(attempt);
      onAttempt(attempt);
      for (const wake of this.#onAnswer) wake();
      if (isDelivered(attempt)) break;
    }
    return attempts;
  }

  /** Gives up what waits for its next attempt. */
  stop(): void {
    this.#stop.abort();
    this.#agent?.destroy();
  }

  async #wait(ms: number): Promise<void> {
    await this.#options.clock.wait(ms, this.#stop.signal).catch(() => undefined);
  }

  #attempt(number: number, body: WebhookBody): Promise<Attempt> {
    const start = performance.now();
    const text = JSON.stringify(body);
    const headers = signedHeaders(text, this.#options.secret(), Math.floor(this.#options.clock.now() / 1_000));
    this.#options.onSend(number, headers['x-frameio-signature'], body);
    return new Promise((resolve) => {
      const durationMs = () => Math.round(performance.now() - start);
      const noAnswer = (problem: string) => resolve({ number, durationMs: durationMs(), status: undefined, problem });
      const post = request(this.#options.url, { method: 'POST', headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8');
          resolve({ number, durationMs: durationMs(), status: response.statusCode ?? 0, body: answer });
        });
      });
      post.setTimeout(ANSWER_TIMEOUT_MS, () => post.destroy(new Error(`no answer within ${ANSWER_TIMEOUT_MS} ms`)));
      post.on('error', (error) => noAnswer(error.message));
      post.end(text);
    });
  }
}

/**
 * How long Frame.io waits before attempt `number` (2 to 5), in ms: 15 s, doubled each time, and up to a fifth more.
 * The guide gives the first wait, that the rest grow exponentially, and that there is jitter.
 *
 * @param random - From 0 to 1.
 */
export function retryDelayMs(number: number, random = Math.random()): number {
  return 15_000 * 2 ** (number - 2) * (1 + random / 5);
}

/** Any 2xx is a delivery; everything else Frame.io sends again. */
export function isDelivered({ status }: Attempt): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/**
 * The headers Frame.io sends along. Written apart from the framework's verification, so that the two cannot be wrong
 * together.
 *
 * @param timestamp - Unix seconds; a text is sent and signed as it is.
 */
export function signedHeaders(body: string, secret: string, timestamp: number | string) {
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Frame.io V4 API',
    'x-frameio-request-timestamp': String(timestamp),
    'x-frameio-signature': `v0=${digest}`,
  };
}
