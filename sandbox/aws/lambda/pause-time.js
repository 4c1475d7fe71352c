/**
 * Runs in the process of an execution environment that a debugger can attach to. While the debugger pauses the code, time
 * stands still: no time limit ends, and the clock does not advance.
 */

/** Time in ms between two signs of life. */
const BEAT_MS = 100;

/** A longer time in ms without a sign of life is a pause. */
const MIN_PAUSE_MS = 400;

let lastSeen = performance.now();
let pausedMs = 0;

/** Returns for how many ms the code has been paused so far. */
export function totalPauseMs() {
  const now = performance.now();
  const silentMs = now - lastSeen;
  if (silentMs > MIN_PAUSE_MS) pausedMs += silentMs;
  lastSeen = now;
  return pausedMs;
}

/**
 * Starts to notice pauses. Timers then wait for the time that the code was not paused.
 *
 * @param {() => void} onBeat - Called as a sign of life.
 */
export function pauseTime(onBeat) {
  const setReal = setTimeout;
  setInterval(() => {
    totalPauseMs();
    onBeat();
  }, BEAT_MS).unref();

  const activeMs = () => performance.now() - totalPauseMs();
  /** @type {(callback: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => NodeJS.Timeout} */
  const setPausable = (callback, ms = 1, ...args) => {
    const dueAt = activeMs() + ms;
    const timer = setReal(() => {
      if (dueAt - activeMs() > 1) timer.refresh();
      else callback(...args);
    }, ms);
    return timer;
  };
  Object.assign(globalThis, { setTimeout: setPausable });
  AbortSignal.timeout = (ms) => {
    const controller = new AbortController();
    setPausable(() => controller.abort(new DOMException('The operation timed out.', 'TimeoutError')), ms).unref();
    return controller.signal;
  };
}
