import { ConfigError } from '../core/errors.ts';
import { PaceError } from './api-errors.ts';

/** A rate that calls are kept under: never more than `requests` within any `perMs`. */
export interface Pace {
  /** A whole number, 1 or more. */
  readonly requests: number;
  readonly perMs: number;
}

/** One pace for all calls together, or one for each operation, such as `comments.create`. */
export type PaceOption = Pace | ((operation: string) => Pace | undefined);

/** Gives each call its turn. */
export class Pacer {
  readonly #option: PaceOption;
  /** When calls were sent lately or will be, in ms and in order: all together, or of each operation. */
  readonly #turns = new Map<string, number[]>();

  /** @throws ConfigError for a pace that is none. */
  constructor(option: PaceOption) {
    this.#option = option;
    if (typeof option === 'object') checked(option);
  }

  /**
   * Takes the first turn that is free.
   *
   * @returns When it comes, in ms: `now` or later.
   * @throws PaceError when it would come after `deadline`; then no turn is taken. ConfigError for a pace that is none.
   */
  takeTurn(operation: string, now: number, deadline: number): number {
    const pace = typeof this.#option === 'object' ? this.#option : this.#option(operation);
    if (!pace) return now;
    const { requests, perMs } = checked(pace);
    const turns = this.#turnsOf(operation);
    turns.splice(0, turns.findLastIndex((turn) => turn <= now - perMs) + 1); // those that no longer count
    let free = now;
    // Around so many turns within `perMs` that one more would be too many, there is none from `perMs` before the last of
    // them until `perMs` after the first.
    for (const [index, first] of turns.entries()) {
      const last = turns[index + requests - 1];
      if (last === undefined || free <= last - perMs) break;
      if (last - first < perMs) free = Math.max(free, first + perMs);
    }
    if (free > deadline) throw new PaceError(operation, Math.ceil(free - now));
    turns.push(free);
    turns.sort((one, other) => one - other);
    return free;
  }

  /** Lets others have a turn that has been taken and will not be used. */
  giveBack(operation: string, turn: number): void {
    const turns = this.#turnsOf(operation);
    const index = turns.indexOf(turn);
    if (index >= 0) turns.splice(index, 1);
  }

  #turnsOf(operation: string): number[] {
    const key = typeof this.#option === 'object' ? '' : operation;
    const turns = this.#turns.get(key) ?? [];
    this.#turns.set(key, turns);
    return turns;
  }
}

function checked(pace: Pace): Pace {
  const { requests, perMs } = pace;
  if (Number.isInteger(requests) && requests >= 1 && Number.isFinite(perMs) && perMs > 0) return pace;
  throw new ConfigError(
    'A pace is a whole number of requests, 1 or more, in a number of ms: { requests: 5, perMs: 1_000 }.',
  );
}
