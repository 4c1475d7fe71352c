/** A longer time in ms without a sign of life is a pause. */
const MIN_PAUSE_MS = 400;

const CHECK_MS = 100;

/** What happens during a measurement. */
export interface ActiveTimeObserver {
  /** Called when the function runs for longer than the limit, without its pauses. */
  readonly onTimeout: () => void;
  /** Called with `true` when a debugger pauses the function, and with `false` when it runs again. */
  readonly onPause: (isPaused: boolean) => void;
}

/** Measures how long a function runs, without the time for which a debugger pauses it. A paused process sends no signs of life. */
export class ActiveTime {
  readonly #limitMs: number;
  readonly #observer: ActiveTimeObserver;
  readonly #timer: NodeJS.Timeout;
  #lastBeat = performance.now();
  #activeMs = 0;
  #isPaused = false;

  constructor(limitMs: number, observer: ActiveTimeObserver) {
    this.#limitMs = limitMs;
    this.#observer = observer;
    this.#timer = setInterval(() => this.#setPaused(performance.now() - this.#lastBeat > MIN_PAUSE_MS), CHECK_MS);
  }

  /** Records a sign of life. */
  beat(): void {
    const now = performance.now();
    this.#activeMs += Math.min(now - this.#lastBeat, MIN_PAUSE_MS);
    this.#lastBeat = now;
    this.#setPaused(false);
    if (this.#activeMs > this.#limitMs) this.#observer.onTimeout();
  }

  /** Ends the measurement. */
  stop(): void {
    clearInterval(this.#timer);
    this.#setPaused(false);
  }

  #setPaused(isPaused: boolean): void {
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    this.#observer.onPause(isPaused);
  }
}
