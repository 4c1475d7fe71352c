const DEADLINES = new WeakMap<AbortSignal, number>();

/** Lets whoever is handed `signal` know when it will abort, in ms since 1970. */
export function setDeadline(signal: AbortSignal, at: number): void {
  DEADLINES.set(signal, at);
}

/** When `signal` will abort, in ms since 1970, for one that `setDeadline` knows: a handler's. */
export function getDeadline(signal: AbortSignal): number | undefined {
  return DEADLINES.get(signal);
}
