import { runInLambdaNode } from './lambda-process.ts';

/** What the refusing process is to do. */
export interface RefusalTask {
  /** The endpoint's bundle, with a log that goes nowhere. */
  readonly bundle: string;
  /** Batches of each kind that count. */
  readonly rounds: number;
}

/** Time a refusal takes, in µs, by the one digit of the signature that is wrong. */
export interface RefusalTimes {
  readonly first: number;
  readonly last: number;
}

/**
 * How long a refusal takes when the signature is wrong from its first digit, and when only its last is: a forger who
 * could tell the two apart could find a signature digit by digit.
 *
 * @param child - The bundled `refusal-timing-child.ts`.
 */
export function measureRefusals(task: RefusalTask, child: string): RefusalTimes {
  return JSON.parse(runInLambdaNode(child, task, ['--expose-gc']).report);
}
