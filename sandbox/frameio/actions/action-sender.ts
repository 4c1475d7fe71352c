import type { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { StoredAction } from '../state/stored-resources.ts';
import {
  type ForgeryName,
  SIGNATURE_HEADERS as HEADERS,
  type SignedRequest,
  signRequest,
} from '../webhooks/forgeries.ts';
import { sendSignedPost } from '../webhooks/signed-post.ts';
import type { DeliveryAttempt, SentAttempt } from '../webhooks/webhook-sender.ts';

/** Options of an action sender. */
export interface ActionSenderOptions {
  /** Clock for timestamps and waits. */
  readonly clock: SandboxClock;
  /**
   * Wait before the next attempt after a failed response, in milliseconds. Frame.io's is not documented.
   * @default 1000
   */
  readonly retryDelayMs?: number;
}

/** One request of a user, to send until the endpoint responds. */
export interface ActionRequest {
  readonly stored: StoredAction;
  readonly body: string;
  /** Time of the first attempt in milliseconds, so that repeated requests can be identical. */
  readonly sentAt: number;
  /** @default none: the requests are genuine */
  readonly forgery?: ForgeryName | null;
  /** @default the guide's */
  readonly maxAttempts?: number;
  /** Called before the first attempt. */
  readonly onSend?: (sent: SentAttempt) => void;
}

/** The attempts of a request. */
interface SentRequest {
  readonly attempts: readonly DeliveryAttempt[];
  /** The last attempt, which has the outcome. */
  readonly last: DeliveryAttempt;
}

/** The first request and the guide's "up to 5 retries". */
const MAX_ATTEMPTS = 6;

/**
 * Sends the requests of custom actions as Frame.io does (guide, "Interactions, Retries and Timeouts"): signed, with the
 * timeout of the action, and repeated while the user waits. A response below 500 ends the retries.
 */
export class ActionSender {
  readonly #clock: SandboxClock;
  readonly #retryDelayMs: number;
  readonly #stop = new AbortController();
  readonly #inFlight = new Set<Promise<unknown>>();

  constructor({ clock, retryDelayMs = 1_000 }: ActionSenderOptions) {
    this.#clock = clock;
    this.#retryDelayMs = retryDelayMs;
  }

  /** Number of requests that wait for their responses. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Resolves when no request waits for its response. */
  async whenIdle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
  }

  /** Sends a request until it has a response that ends the retries. */
  async send({
    stored,
    body,
    sentAt,
    forgery,
    onSend,
    maxAttempts = MAX_ATTEMPTS,
  }: ActionRequest): Promise<SentRequest> {
    const attempts: DeliveryAttempt[] = [];
    for (let number = 1; ; number += 1) {
      const timestamp = Math.floor((number === 1 ? sentAt : this.#clock.now()) / 1_000);
      const request = signRequest({ body, secret: stored.secret, timestamp }, forgery);
      const { [HEADERS.timestamp]: sentTimestamp = '', [HEADERS.signature]: signature = '' } = request.headers;
      if (number === 1) onSend?.({ number, timestamp: sentTimestamp, signature });
      const startedAt = this.#clock.now();
      const { result, isTimeout } = await this.#post(stored, request);
      const last = { ...result, number, timestamp: sentTimestamp, sentAt: startedAt };
      attempts.push(last);
      const isFinal = number === maxAttempts || (result.status !== undefined && result.status < 500);
      if (!isFinal && !isTimeout) await this.#clock.wait(this.#retryDelayMs, this.#stop.signal).catch(() => undefined);
      if (isFinal || this.#stop.signal.aborted) return { attempts, last };
    }
  }

  /** Ends all requests and retries. */
  stop(): void {
    this.#stop.abort(new Error('the sandbox stopped'));
  }

  async #post({ action }: StoredAction, { body, headers }: SignedRequest) {
    const timeout = new AbortController();
    const cancel = this.#clock.schedule(this.#clock.now() + action.timeout * 1_000, () => {
      timeout.abort(new Error(`no response within ${action.timeout} s`));
    });
    const signal = AbortSignal.any([timeout.signal, this.#stop.signal]);
    const posted = sendSignedPost({ url: action.url, body, headers, signal });
    this.#inFlight.add(posted);
    const result = await posted.finally(() => this.#inFlight.delete(posted));
    cancel();
    return { result, isTimeout: timeout.signal.aborted };
  }
}
