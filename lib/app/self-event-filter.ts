import type { FrameioClientLike } from '../client/client-like.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError, HandlerTimeoutError } from '../core/errors.ts';
import { withTimeout } from '../core/with-timeout.ts';
import type { AnyWebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { Logger } from '../observability/logger.ts';

/**
 * The events that an app causes when it comments, and would handle in an endless loop. Uploads are not among them: the
 * person whose token the app uses may upload files too.
 */
export const COMMENT_EVENTS: readonly WebhookEventName[] = [
  'comment.created',
  'comment.updated',
  'comment.completed',
  'comment.uncompleted',
  'comment.deleted',
];

/** How long to cache the app's user, in milliseconds. As long as a secret, because a new token may change the user. */
const TTL_MS = 300_000;

/** Minimum time between two failed refreshes while a cached id is available, in milliseconds. */
const RETRY_INTERVAL_MS = 30_000;

/** Maximum time for a refresh while a cached id is available, in milliseconds. */
const REFRESH_TIMEOUT_MS = 1_000;

/** Settings of a `SelfEventFilter`. */
export interface SelfEventFilterOptions {
  /** Receives a warning when a refresh fails. */
  readonly logger: Logger;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** Finds the events that the app itself caused: those of the user that its token belongs to. */
export class SelfEventFilter {
  readonly #client: () => FrameioClientLike;
  readonly #eventNames: ReadonlySet<string>;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #userId: string | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #pendingUserId: Promise<string> | undefined;

  /** @param eventNames - The events to check. The filter makes no API call for other events. */
  constructor(
    client: () => FrameioClientLike,
    eventNames: readonly WebhookEventName[],
    { logger, clock = systemClock }: SelfEventFilterOptions,
  ) {
    this.#client = client;
    this.#eventNames = new Set(eventNames);
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Returns whether the event can be a self event, so that `isSelfEvent` must check it. */
  appliesTo({ type, userId }: AnyWebhookEvent): boolean {
    return userId !== undefined && this.#eventNames.has(type);
  }

  /**
   * Returns whether the app's user caused the event. Caches the user's id for five minutes. If a refresh fails, it uses
   * the cached id.
   *
   * @param budgetMs - Maximum time in milliseconds.
   * @throws HandlerTimeoutError if no id is cached and the request takes longer; what `users.show` throws.
   */
  async isSelfEvent(event: AnyWebhookEvent, budgetMs: number): Promise<boolean> {
    try {
      return event.userId === (await this.#currentUserId(budgetMs));
    } catch (error) {
      if (error instanceof ConfigError) return false; // an app without a client causes no events
      throw error;
    }
  }

  async #currentUserId(budgetMs: number): Promise<string> {
    const cached = this.#userId;
    if (cached === undefined) return await this.#fetchUserId(budgetMs);
    if (this.#clock.now() < this.#freshUntil) return cached;
    try {
      return await this.#fetchUserId(Math.min(budgetMs, REFRESH_TIMEOUT_MS));
    } catch (error) {
      this.#freshUntil = this.#clock.now() + RETRY_INTERVAL_MS;
      this.#logger.warn('could not refresh the user of the app; using the cached id', { error });
      return cached;
    }
  }

  /** Shares one request between concurrent callers. After a timeout, the next caller makes a new request. */
  async #fetchUserId(timeoutMs: number): Promise<string> {
    const pending = this.#pendingUserId ?? this.#requestUserId();
    this.#pendingUserId = pending;
    try {
      const message = `Frame.io did not return the app's user (users.show) within ${timeoutMs} ms. Try again later.`;
      return await withTimeout(pending, timeoutMs, () => new HandlerTimeoutError(message));
    } finally {
      if (this.#pendingUserId === pending) this.#pendingUserId = undefined;
    }
  }

  async #requestUserId(): Promise<string> {
    const { data } = await this.#client().users.show();
    this.#userId = data.id;
    this.#freshUntil = this.#clock.now() + TTL_MS;
    return data.id;
  }
}
