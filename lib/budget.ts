import { HandlerBudgetError } from './errors.ts';

/** The time the handlers of one delivery have. Its signal is made when somebody first reads it: most never do. */
export class Budget {
  readonly #ms: number;
  #error: HandlerBudgetError | undefined;
  #controller: AbortController | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Aborts, with `error` as its reason, when the time is up. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#error) this.#controller.abort(this.#error);
    return this.#controller.signal;
  }

  /** Set once the time is up. */
  get error(): HandlerBudgetError | undefined {
    return this.#error;
  }

  /** Resolves when `work` has ended or the time is up, whichever comes first. */
  async limit(work: Promise<unknown>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.#error = new HandlerBudgetError(`Still running after ${this.#ms} ms, the handlers' budget.`);
        this.#controller?.abort(this.#error);
        resolve();
      }, this.#ms);
    });
    await Promise.race([work, timeUp]).finally(() => clearTimeout(timer));
  }
}
