import { setMaxListeners } from 'node:events';
import { limitTimerMs } from '../core/clock.ts';
import { setDeadline } from '../core/deadline.ts';
import { HandlerTimeoutError } from '../core/errors.ts';

/** The time that the handlers of one delivery share. Creates its signal on first use: most handlers do not read it. */
export class TimeBudget {
  readonly #ms: number;
  readonly #startedAt = Date.now();
  #error: HandlerTimeoutError | undefined;
  #controller: AbortController | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Aborts when the time is up, with `error` as its reason. */
  get signal(): AbortSignal {
    this.#controller ??= this.#makeController();
    if (this.#error) this.#controller.abort(this.#error);
    return this.#controller.signal;
  }

  #makeController(): AbortController {
    const controller = new AbortController();
    setMaxListeners(Number.POSITIVE_INFINITY, controller.signal); // a handler may pass it to many calls
    setDeadline(controller.signal, this.#startedAt + this.#ms);
    return controller;
  }

  /** Set once the time is up. */
  get error(): HandlerTimeoutError | undefined {
    return this.#error;
  }

  /**
   * Starts one task for each item. Waits until all tasks have ended or the time is up. If no time is left, starts none.
   *
   * @param start - Returns a promise that must not reject.
   * @param onTimeout - Returns the result of an item whose task has not ended.
   * @returns One result for each item, in the same order.
   */
  run<Item, Result extends NonNullable<unknown>>(
    items: readonly Item[],
    start: (item: Item) => Promise<Result>,
    onTimeout: (item: Item, error: HandlerTimeoutError) => Result,
  ): Promise<readonly Result[]> {
    if (this.#ms <= 0) {
      const error = new HandlerTimeoutError('The time budget ended before the handler could start. Raise the budget.');
      this.#error = error;
      return Promise.resolve(items.map((item) => onTimeout(item, error)));
    }
    return new Promise((resolve) => {
      const results: Result[] = [];
      let running = items.length;
      const endBudget = () => {
        const error = new HandlerTimeoutError(
          `The handler was still running after ${this.#ms} ms. Do less work or raise the budget.`,
        );
        this.#error = error;
        resolve(items.map((item, index) => results[index] ?? onTimeout(item, error)));
        this.#controller?.abort(error);
      };
      const timer = setTimeout(endBudget, limitTimerMs(this.#startedAt + this.#ms - Date.now()));
      items.forEach((item, index) => {
        start(item).then((result) => {
          results[index] = result;
          running -= 1;
          if (running > 0) return;
          clearTimeout(timer);
          resolve(results);
        });
      });
    });
  }
}
