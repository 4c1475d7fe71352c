import { setTimeout } from 'node:timers/promises';
import { writeClockOffset } from '../persistence/clock-offset.ts';
import type { ClockState } from '../sandbox-api.ts';
import type { SandboxClock } from './sandbox-clock.ts';

/** What advancing the clock needs. */
export interface ClockControlOptions {
  readonly clock: SandboxClock;
  /**
   * Folder that stores by how much the clock is ahead.
   * @default none
   */
  readonly stateFolder?: string | undefined;
  /** Resolves when no function runs and no delivery is in flight. */
  readonly whenIdle: () => Promise<void>;
  /** Resolves when everything that became due is processed and reported. */
  readonly whenSettled: () => Promise<void>;
  readonly onChange: (state: ClockState) => void;
}

/** Maximum speed. A faster clock would be ahead by more than a message's visibility timeout after one step. */
export const MAX_SPEED = 600;

/** Time between two steps of a fast clock. */
const STEP_MS = 250;

/** Advances the clock of the sandbox, at once or continuously. */
export class ClockControl {
  readonly #options: ClockControlOptions;
  #speed = 1;
  #stop = new AbortController();
  /** The last call of `advance`. Calls run one after the other. */
  #advanced: Promise<void> = Promise.resolve();

  constructor(options: ClockControlOptions) {
    this.#options = options;
  }

  get state(): ClockState {
    const { clock } = this.#options;
    return { now: new Date(clock.now()).toISOString(), offsetMs: clock.offsetMs, speed: this.#speed };
  }

  /**
   * Advances the clock, so that delayed messages run now. Waits first until no function runs: otherwise its message would
   * become visible, and its lock expire, while it still works. Resolves when everything that became due is processed.
   */
  async advance(ms: number): Promise<void> {
    await this.#advance(ms);
    this.#options.onChange(this.state);
  }

  /** Lets the clock run faster than the machine's, in steps while no function runs. 1 is the machine's speed. */
  setSpeed(speed: number): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#speed = speed;
    if (speed > 1) void this.#run(speed, this.#stop.signal);
    this.#options.onChange(this.state);
  }

  /** Ends a fast clock. */
  stop(): void {
    this.#stop.abort();
  }

  async #run(speed: number, signal: AbortSignal): Promise<void> {
    for (let last = performance.now(); ; ) {
      const isRunning = await setTimeout(STEP_MS, true, { signal, ref: false }).catch(() => false);
      if (!isRunning) return;
      const elapsedMs = performance.now() - last;
      last += elapsedMs;
      await this.#advance(Math.round(elapsedMs * (speed - 1)));
    }
  }

  async #advance(ms: number): Promise<void> {
    const { clock, stateFolder, whenIdle, whenSettled } = this.#options;
    const advanced = this.#advanced.then(async () => {
      await whenIdle();
      // Saved first: a sandbox that is killed after this line restarts at the later time, like everything it stored.
      if (stateFolder !== undefined) writeClockOffset(stateFolder, clock.offsetMs + ms);
      clock.advance(ms);
      await whenIdle();
      await whenSettled();
    });
    this.#advanced = advanced.catch(() => undefined); // the caller receives the error
    await advanced;
  }
}
