/** The clock of the sandbox. */
export interface ClockState {
  readonly now: string;
  /** Milliseconds by which it is ahead of the machine's clock. */
  readonly offsetMs: number;
  /** How many seconds it advances in one second of the machine's clock, while no function runs. */
  readonly speed: number;
}
