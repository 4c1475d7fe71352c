/** What happens to one call of a function. */
export type CallFault = 'crash_before' | 'crash_after' | 'lost_answer';

/** The faults that a function must survive at each of its calls. */
export const CALL_FAULTS: readonly CallFault[] = ['crash_before', 'crash_after', 'lost_answer'];

/** Counts the calls of a function to all services, and injects a fault into one of them. */
export class FaultyCalls {
  count = 0;
  #planned: { readonly number: number; readonly fault: CallFault } | undefined;
  readonly #crash: () => void;

  /** @param crash - Ends the process of the function at once. */
  constructor(crash: () => void) {
    this.#crash = crash;
  }

  /** Whether the planned fault has happened. */
  get hasHappened(): boolean {
    return this.#planned !== undefined && this.count >= this.#planned.number;
  }

  /** Starts to count at 1. @param number - Number of the call with the fault. Without it, no call has one. */
  plan(number?: number, fault: CallFault = 'lost_answer'): void {
    this.count = 0;
    this.#planned = number === undefined ? undefined : { number, fault };
  }

  /** Returns the fault of the next call, as the local services name it. */
  next(): 'reset' | 'reset_after_processing' | undefined {
    this.count += 1;
    if (this.#planned?.number !== this.count) return undefined;
    if (this.#planned.fault !== 'lost_answer') this.#crash();
    return this.#planned.fault === 'crash_before' ? 'reset' : 'reset_after_processing';
  }
}
