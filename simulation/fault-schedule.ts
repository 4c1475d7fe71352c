import { Random } from './random.ts';

/** How often calls fail, and how. */
export interface FaultRate<Fault> {
  /** Probability that a call starts a run of faults, from 0 to 1. */
  readonly probability: number;
  /** The faults, each with its weight. */
  readonly faults: readonly (readonly [weight: number, fault: Fault])[];
  /** Maximum number of calls in a run of the same fault. A hang fails one call only. */
  readonly maxRunLength: number;
}

interface SubjectState<Fault> {
  readonly random: Random;
  remaining: number;
  fault: Fault | undefined;
}

/**
 * Decides which calls to a service fail. Every subject, such as the calls about one event, has its own random numbers. So
 * the n-th call of a subject gets the same fault in every run, whatever other calls come between.
 */
export class FaultSchedule<Fault> {
  readonly #seed: string;
  readonly #rate: FaultRate<Fault>;
  readonly #subjects = new Map<string, SubjectState<Fault>>();

  constructor(seed: string, rate: FaultRate<Fault>) {
    this.#seed = seed;
    this.#rate = rate;
  }

  /** Returns the fault of the subject's next call; `undefined` if the call succeeds. */
  next(subject: string): Fault | undefined {
    const state = this.#stateOf(subject);
    if (state.remaining > 0) {
      state.remaining -= 1;
      return state.fault;
    }
    const { probability, faults, maxRunLength } = this.#rate;
    const { random } = state;
    if (!random.chance(probability)) return undefined;
    state.fault = random.pick(faults);
    state.remaining = isHang(state.fault) ? 0 : random.below(maxRunLength);
    return state.fault;
  }

  #stateOf(subject: string): SubjectState<Fault> {
    const known = this.#subjects.get(subject);
    if (known) return known;
    const state = { random: new Random(`${this.#seed} ${subject}`), remaining: 0, fault: undefined };
    this.#subjects.set(subject, state);
    return state;
  }
}

/** Returns whether a fault lets the caller wait for seconds. */
function isHang(fault: unknown): boolean {
  return (
    fault === 'hang' ||
    fault === 'hang_after_processing' ||
    (typeof fault === 'object' && fault !== null && 'delayMs' in fault)
  );
}
