const DEADLINES = new WeakMap<AbortSignal, number>();

/** Attaches to `signal` the time at which it will abort, in ms since 1970. */
export function setDeadline(signal: AbortSignal, at: number): void {
  DEADLINES.set(signal, at);
}

/** Returns the time that `setDeadline` attached to `signal`, in ms since 1970. A handler's signal has one. */
export function getDeadline(signal: AbortSignal): number | undefined {
  return DEADLINES.get(signal);
}
