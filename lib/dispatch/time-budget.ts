import { setMaxListeners } from 'node:events';
import { setDeadline } from '../core/deadline.ts';
import { HandlerTimeoutError } from '../core/errors.ts';
import { withTimeout } from '../core/with-timeout.ts';

/** The time the handlers of one delivery have. Its signal is made when somebody first reads it: most never do. */
export class TimeBudget {
  readonly #ms: number;
  readonly #startedAt = Date.now();
  #error: HandlerTimeoutError | undefined;
  #controller: AbortController | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Aborts, with `error` as its reason, when the time is up. */
  get signal(): AbortSignal {
    this.#controller ??= this.#makeController();
    if (this.#error) this.#controller.abort(this.#error);
    return this.#controller.signal;
  }

  #makeController(): AbortController {
    const controller = new AbortController();
    setMaxListeners(Number.POSITIVE_INFINITY, controller.signal); // a handler may give it to any number of calls
    setDeadline(controller.signal, this.#startedAt + this.#ms);
    return controller;
  }

  /** Set once the time is up. */
  get error(): HandlerTimeoutError | undefined {
    return this.#error;
  }

  /**
   * Starts one piece of work for each item, and waits until all have ended or the time is up, whichever comes first. Where
   * there is no time, nothing is started.
   *
   * @param start - What it returns must not reject.
   * @param giveUp - The result for an item whose work had not ended.
   * @returns One result an item.
   */
  async spend<Item, Result extends NonNullable<unknown>>(
    items: readonly Item[],
    start: (item: Item) => Promise<Result>,
    giveUp: (item: Item, error: HandlerTimeoutError) => Result,
  ): Promise<readonly Result[]> {
    if (this.#ms <= 0) {
      const error = new HandlerTimeoutError("There is no time left for it: the handlers' budget was spent before.");
      this.#error = error;
      return items.map((item) => giveUp(item, error));
    }
    const results: Result[] = [];
    const work = async (item: Item, index: number) => {
      results[index] = await start(item);
    };
    const timeUp = () => new HandlerTimeoutError(`Still running after ${this.#ms} ms, the handlers' budget.`);
    try {
      await withTimeout(Promise.all(items.map(work)), this.#startedAt + this.#ms - Date.now(), timeUp);
      return results;
    } catch (error) {
      if (!(error instanceof HandlerTimeoutError)) throw error;
      this.#error = error;
      const settled = items.map((item, index) => results[index] ?? giveUp(item, error));
      this.#controller?.abort(error);
      return settled;
    }
  }
}
