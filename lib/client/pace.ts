import { PaceError } from '../errors.ts';

/** A rate that calls are kept under: never more than `requests` within any `perMs`. */
export interface Pace {
  readonly requests: number;
  readonly perMs: number;
}

/** One pace for all calls together, or one for each operation, such as `comments.create`. */
export type PaceOption = Pace | ((operation: string) => Pace | undefined);

/** Gives each call its turn. */
export class Pacer {
  readonly #option: PaceOption;
  /** When the last calls were or will be sent, in ms: of all together, or of each operation. */
  readonly #turns = new Map<string, number[]>();

  constructor(option: PaceOption) {
    this.#option = option;
  }

  /**
   * Takes the next turn.
   *
   * @returns How long to wait for it, in ms.
   * @throws PaceError when it would come after `deadline`; then no turn is taken.
   */
  takeTurn(operation: string, now: number, deadline: number): number {
    const isShared = typeof this.#option === 'object';
    const pace = isShared ? this.#option : this.#option(operation);
    if (!pace) return 0;
    const turns = this.#turns.get(isShared ? '' : operation) ?? [];
    const turn = Math.max(now, (turns.at(-pace.requests) ?? Number.NEGATIVE_INFINITY) + pace.perMs);
    if (turn > deadline) throw new PaceError(operation, Math.ceil(turn - now));
    turns.push(turn);
    this.#turns.set(isShared ? '' : operation, turns.slice(-pace.requests));
    return turn - now;
  }
}
