import { Random } from './random.ts';

/** What can go wrong at one edge, and how often. */
export interface EdgeOdds<Fault> {
  /** How often a call begins a run of faults, from 0 to 1. */
  readonly chance: number;
  /** The faults, by how often each is the one. */
  readonly faults: readonly (readonly [weight: number, fault: Fault])[];
  /** Of how many calls a run of the same fault consists, at most. A hang is never more than one. */
  readonly longestRun: number;
}

interface Stream<Fault> {
  readonly random: Random;
  left: number;
  fault: Fault | undefined;
}

/**
 * Decides which calls of an edge go wrong. Every subject, such as the calls about one event, has random numbers of its own:
 * its n-th call fares the same however the calls of the others lie between.
 */
export class EdgeFaults<Fault> {
  readonly #seed: string;
  readonly #odds: EdgeOdds<Fault>;
  readonly #streams = new Map<string, Stream<Fault>>();

  constructor(seed: string, odds: EdgeOdds<Fault>) {
    this.#seed = seed;
    this.#odds = odds;
  }

  /** The fault of the subject's next call; `undefined` when it shall go through. */
  next(subject: string): Fault | undefined {
    const stream = this.#streamOf(subject);
    if (stream.left > 0) {
      stream.left -= 1;
      return stream.fault;
    }
    const { chance, faults, longestRun } = this.#odds;
    const { random } = stream;
    if (!random.chance(chance)) return undefined;
    stream.fault = random.pick(faults);
    stream.left = isHang(stream.fault) ? 0 : random.below(longestRun);
    return stream.fault;
  }

  #streamOf(subject: string): Stream<Fault> {
    const known = this.#streams.get(subject);
    if (known) return known;
    const stream = { random: new Random(`${this.#seed} ${subject}`), left: 0, fault: undefined };
    this.#streams.set(subject, stream);
    return stream;
  }
}

/** A hang costs the seconds that the caller waits. */
function isHang(fault: unknown): boolean {
  return (
    fault === 'hang' ||
    fault === 'hang_after_processing' ||
    (typeof fault === 'object' && fault !== null && 'delayMs' in fault)
  );
}
