import type { FrameioClientLike } from '../client/client-like.ts';
import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError, HandlerTimeoutError } from '../core/errors.ts';
import { withTimeout } from '../core/with-timeout.ts';
import type { AnyWebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { Logger } from '../observability/logger.ts';

/**
 * What an app causes itself when it comments, and would answer for ever. Uploads are not among them: they may well be made
 * by the very person whose token the app has.
 */
export const COMMENT_EVENTS: readonly WebhookEventName[] = [
  'comment.created',
  'comment.updated',
  'comment.completed',
  'comment.uncompleted',
  'comment.deleted',
];

/** As long as a secret's, by default: with another token the app may be somebody else. */
const TTL_MS = 300_000;

/** Least time, in ms, between two questions while the last known answer can be believed. */
const RETRY_INTERVAL_MS = 30_000;

/** How long, in ms, an answer is waited for while the last known one can be believed. */
const REFRESH_TIMEOUT_MS = 1_000;

/** What an `SelfEventFilter` works with. */
export interface SelfEventFilterOptions {
  /** Told when an old answer had to be believed. */
  readonly logger: Logger;
  /** @default the machine's */
  readonly clock?: Clock | undefined;
}

/** Tells the events the app has caused itself: those of the user its token belongs to. */
export class SelfEventFilter {
  readonly #client: () => FrameioClientLike;
  readonly #skipped: ReadonlySet<string>;
  readonly #logger: Logger;
  readonly #clock: Clock;
  #ownUserId: string | undefined;
  #freshUntil = Number.NEGATIVE_INFINITY;
  #asked: Promise<string> | undefined;

  /** @param skipped - The events that are looked at; for others nobody is asked. */
  constructor(
    client: () => FrameioClientLike,
    skipped: readonly WebhookEventName[],
    { logger, clock = systemClock }: SelfEventFilterOptions,
  ) {
    this.#client = client;
    this.#skipped = new Set(skipped);
    this.#logger = logger;
    this.#clock = clock;
  }

  /** Whether it has to be looked at at all. */
  concerns({ type, userId }: AnyWebhookEvent): boolean {
    return userId !== undefined && this.#skipped.has(type);
  }

  /**
   * Who the app is, is asked once in five minutes, and again after a failure. While Frame.io does not say so anew, the app
   * is who it was.
   *
   * @param budgetMs - How long that may take.
   * @throws what `users.show` throws; HandlerTimeoutError when it takes longer.
   */
  async include(event: AnyWebhookEvent, budgetMs: number): Promise<boolean> {
    try {
      return event.userId === (await this.#whoWeAre(budgetMs));
    } catch (error) {
      if (error instanceof ConfigError) return false; // an app without a client causes nothing
      throw error;
    }
  }

  async #whoWeAre(budgetMs: number): Promise<string> {
    const known = this.#ownUserId;
    if (known === undefined) return await this.#askWho(budgetMs);
    if (this.#clock.now() < this.#freshUntil) return known;
    try {
      return await this.#askWho(Math.min(budgetMs, REFRESH_TIMEOUT_MS));
    } catch (error) {
      this.#freshUntil = this.#clock.now() + RETRY_INTERVAL_MS;
      this.#logger.warn('own user not asked for anew, it is taken to be who it was', { error });
      return known;
    }
  }

  /** Those who ask at the same time ask once. A question that got no answer in time is not waited for again. */
  async #askWho(timeoutMs: number): Promise<string> {
    const asked = this.#asked ?? this.#ask();
    this.#asked = asked;
    try {
      const timeUp = () => new HandlerTimeoutError(`Frame.io did not say within ${timeoutMs} ms who the app is.`);
      return await withTimeout(asked, timeoutMs, timeUp);
    } finally {
      if (this.#asked === asked) this.#asked = undefined;
    }
  }

  async #ask(): Promise<string> {
    const { data } = await this.#client().users.show();
    this.#ownUserId = data.id;
    this.#freshUntil = this.#clock.now() + TTL_MS;
    return data.id;
  }
}
