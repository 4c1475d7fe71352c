import type { FrameioClientLike } from './client/client-like.ts';
import { ConfigError, HandlerBudgetError } from './errors.ts';
import type { AnyWebhookEvent, WebhookEventName } from './events/event-map.ts';

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

/** Tells the events the app has caused itself: those of the user its token belongs to. */
export class OwnEvents {
  readonly #client: () => FrameioClientLike;
  readonly #skipped: ReadonlySet<string>;
  #ownUserId: Promise<string> | undefined;

  /** @param skipped - The events that are looked at; for others nobody is asked. */
  constructor(client: () => FrameioClientLike, skipped: readonly WebhookEventName[]) {
    this.#client = client;
    this.#skipped = new Set(skipped);
  }

  /** Whether it has to be looked at at all. */
  concerns({ type, userId }: AnyWebhookEvent): boolean {
    return userId !== undefined && this.#skipped.has(type);
  }

  /**
   * Who the app is, is asked once, and again after a failure.
   *
   * @param budgetMs - How long that may take.
   * @throws what `users.show` throws; HandlerBudgetError when it takes longer.
   */
  async include(event: AnyWebhookEvent, budgetMs: number): Promise<boolean> {
    const asked = this.#ownUserId ?? this.#askWho();
    this.#ownUserId = asked;
    try {
      return event.userId === (await inTime(asked, budgetMs));
    } catch (error) {
      if (this.#ownUserId === asked) this.#ownUserId = undefined;
      if (error instanceof ConfigError) return false; // an app without a client causes nothing
      throw error;
    }
  }

  async #askWho(): Promise<string> {
    const { data } = await this.#client().users.show();
    return data.id;
  }
}

function inTime<Value>(promise: Promise<Value>, ms: number): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timeUp = () => reject(new HandlerBudgetError(`Frame.io did not say within ${ms} ms who the app is.`));
    const timer = setTimeout(timeUp, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
