import { setMaxListeners } from 'node:events';
import { Agent } from 'node:http';
import type { Clock } from '../../../lib/core/clock.ts';
import type { WebhookEventName } from '../../../lib/events/event-map.ts';
import { SandboxClock } from '../../clock/sandbox-clock.ts';
import { type ForgeryName, SIGNATURE_HEADERS as HEADERS, signRequest } from './forgeries.ts';
import { type PostResult, sendSignedPost } from './signed-post.ts';

/** Body of a webhook delivery, with the keys in Frame.io's order. */
export interface WebhookBody {
  readonly account: { readonly id: string };
  /** Missing if the resource belongs to no project. */
  readonly project?: { readonly id: string };
  readonly resource: { readonly id: string; readonly type: string };
  readonly type: WebhookEventName;
  readonly user: { readonly id: string };
  readonly workspace: { readonly id: string };
}

/** Result of one attempt: a response, or none within Frame.io's timeout. */
export type DeliveryAttempt = PostResult & {
  readonly number: number;
  /** Value of the header `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string;
  /** When it was sent, in milliseconds since 1970, if its sender knows. */
  readonly sentAt?: number;
};

/** Options of a webhook sender. The defaults are Frame.io's (guide, Webhooks, "Retries and Logging"). */
export interface WebhookSenderOptions {
  readonly url: string;
  /** Returns the signing secret of the webhook. Called for each attempt. */
  readonly secret: () => string;
  /** @default 5 */
  readonly maxAttempts?: number;
  /**
   * Returns the wait before attempt `number` (2 to 5), in milliseconds.
   * @default retryDelayMs
   */
  readonly delayMs?: (number: number) => number;
  /**
   * Number of keep-alive connections that all requests share.
   * @default none: each request opens its own connection
   */
  readonly connections?: number;
  /**
   * Clock for timestamps and waits.
   * @default a clock that follows the machine's
   */
  readonly clock?: Clock;
  /**
   * Whether the clock limits the time until a response, so that it stands still with the clock.
   * @default false: the machine's clock limits it
   */
  readonly timesOutByClock?: boolean;
  readonly onAttempt?: (attempt: DeliveryAttempt) => void;
}

/** How one delivery differs from the others. */
export interface DeliverOptions extends Partial<Pick<WebhookSenderOptions, 'url' | 'secret' | 'maxAttempts'>> {
  /**
   * Text of the body.
   * @default the body as JSON
   */
  readonly text?: string;
  /** @default none: the requests are genuine */
  readonly forgery?: ForgeryName | null;
  /**
   * Unix seconds of the first attempt.
   * @default now
   */
  readonly timestamp?: number;
  readonly onSend?: (sent: SentAttempt) => void;
  /** Called when the next attempt is scheduled, with its time in milliseconds since 1970. */
  readonly onDelay?: (until: number) => void;
  readonly onAttempt?: (attempt: DeliveryAttempt) => void;
}

/** An attempt that waits for its response. */
export interface SentAttempt {
  readonly number: number;
  /** Value of the header `X-Frameio-Request-Timestamp`. */
  readonly timestamp: string;
  /** Value of the header `X-Frameio-Signature`. */
  readonly signature: string;
}

const RESPONSE_TIMEOUT_MS = 5_000;

/** Delivers events as Frame.io does: signed, with a timeout of five seconds and up to five attempts. */
export class WebhookSender {
  readonly #options: Required<Omit<WebhookSenderOptions, 'connections'>>;
  readonly #agent: Agent | undefined;
  readonly #stop = new AbortController();
  readonly #attemptListeners = new Set<() => void>();
  #inFlight = 0;

  constructor({ connections, ...options }: WebhookSenderOptions) {
    this.#agent = connections === undefined ? undefined : new Agent({ keepAlive: true, maxSockets: connections });
    setMaxListeners(0, this.#stop.signal); // one listener for each delivery that waits for its next attempt
    this.#options = {
      maxAttempts: 5,
      delayMs: (number) => retryDelayMs(number),
      clock: new SandboxClock(),
      timesOutByClock: false,
      onAttempt: () => undefined,
      ...options,
    };
  }

  /** Number of requests that wait for their responses. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** Resolves when at most `count` requests wait for their responses. */
  async waitForInFlight(count: number): Promise<void> {
    while (this.#inFlight > count) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#attemptListeners.delete(wake);
          resolve();
        };
        this.#attemptListeners.add(wake);
      });
    }
  }

  /** Delivers an event. Returns every attempt; the last one has the outcome. */
  async deliver(body: WebhookBody, options: DeliverOptions = {}): Promise<readonly DeliveryAttempt[]> {
    const { delayMs, onAttempt } = this.#options;
    const { maxAttempts = this.#options.maxAttempts } = options;
    const attempts: DeliveryAttempt[] = [];
    for (let number = 1; number <= maxAttempts; number += 1) {
      if (number > 1) await this.#wait(delayMs(number), options.onDelay);
      if (this.#stop.signal.aborted) break;
      this.#inFlight += 1;
      const attempt = await this.#attempt(number, body, options);
      this.#inFlight -= 1;
      attempts.push(attempt);
      options.onAttempt?.(attempt);
      onAttempt(attempt);
      for (const wake of this.#attemptListeners) wake();
      if (isDelivered(attempt)) break;
    }
    return attempts;
  }

  /** Cancels the deliveries that wait for their next attempt. */
  stop(): void {
    this.#stop.abort();
    this.#agent?.destroy();
  }

  async #wait(ms: number, onDelay?: (until: number) => void): Promise<void> {
    const { clock } = this.#options;
    onDelay?.(clock.now() + ms);
    await clock.wait(ms, this.#stop.signal).catch(() => undefined);
  }

  async #attempt(number: number, delivered: WebhookBody, options: DeliverOptions): Promise<DeliveryAttempt> {
    const { url, secret, clock, timesOutByClock } = { ...this.#options, ...options };
    const { text = JSON.stringify(delivered), forgery } = options;
    const now = Math.floor(clock.now() / 1_000);
    const timestamp = number === 1 ? (options.timestamp ?? now) : now;
    const { body, headers } = signRequest({ body: text, secret: secret(), timestamp }, forgery);
    const { [HEADERS.timestamp]: sentTimestamp = '', [HEADERS.signature]: signature = '' } = headers;
    options.onSend?.({ number, timestamp: sentTimestamp, signature });
    const post = { url, body, headers, agent: this.#agent };
    const result = timesOutByClock
      ? await withClockTimeout(clock, (signal) => sendSignedPost({ ...post, signal }))
      : await sendSignedPost({ ...post, timeoutMs: RESPONSE_TIMEOUT_MS });
    return { ...result, number, timestamp: sentTimestamp };
  }
}

/**
 * Returns the wait before attempt `number` (2 to 5), in milliseconds: 15 s, doubled for each attempt, plus up to 20%. The
 * guide gives the first wait, the exponential growth, and that there is jitter.
 *
 * @param random - From 0 to 1.
 */
export function retryDelayMs(number: number, random = Math.random()): number {
  return 15_000 * 2 ** (number - 2) * (1 + random / 5);
}

/** Whether an attempt delivered the event: Frame.io accepts any 2xx, and retries everything else. */
export function isDelivered({ status }: DeliveryAttempt): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

async function withClockTimeout<Result>(clock: Clock, send: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const timeout = new AbortController();
  const done = new AbortController();
  clock.wait(RESPONSE_TIMEOUT_MS, done.signal).then(
    () => timeout.abort(new Error(`no response within ${RESPONSE_TIMEOUT_MS} ms`)),
    () => undefined,
  );
  try {
    return await send(timeout.signal);
  } finally {
    done.abort();
  }
}
