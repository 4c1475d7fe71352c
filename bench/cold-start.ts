import type { ColdStartReport, ColdStartTask } from './cold-start-child.ts';
import { type Sender, signedDelivery } from './deliveries.ts';
import { runInLambdaNode } from './lambda-process.ts';
import { median } from './statistics.ts';

/** Who takes part in a cold start. */
export interface ColdStartContestant {
  readonly name: string;
  readonly bundle: string;
  readonly sender: Sender;
  readonly callsOut: boolean;
}

/** Medians of a contestant's cold starts. */
export interface ColdStart {
  /** From the start of the process to the answer to its first delivery; the stub's own start is in it. */
  readonly answerMs: number;
  /** To the end of the process, for which nobody waits on Lambda. */
  readonly wallMs: number;
  readonly loadMs: number;
  readonly deliveryMs: number;
}

/**
 * Starts every contestant afresh, in turn, so that whatever else the machine does falls on all of them.
 *
 * @param child - The bundled `cold-start-child.ts`.
 * @param rounds - Rounds that count; one more goes before, to fill the file cache.
 * @returns By contestant's name.
 */
export function measureColdStarts(
  contestants: readonly ColdStartContestant[],
  child: string,
  rounds: number,
): ReadonlyMap<string, ColdStart> {
  const starts = new Map<string, ColdStart[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, bundle, sender, callsOut } of contestants) {
      const task: ColdStartTask = { bundle, event: signedDelivery(sender), callsOut };
      const { startedAt, wallMs, report } = runInLambdaNode(child, task);
      const { answeredAt, loadMs, deliveryMs }: ColdStartReport = JSON.parse(report);
      if (round > 0) starts.get(name)?.push({ answerMs: answeredAt - startedAt, wallMs, loadMs, deliveryMs });
    }
  }
  return new Map([...starts].map(([name, runs]) => [name, medians(runs)]));
}

function medians(runs: readonly ColdStart[]): ColdStart {
  return {
    answerMs: median(runs.map(({ answerMs }) => answerMs)),
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    loadMs: median(runs.map(({ loadMs }) => loadMs)),
    deliveryMs: median(runs.map(({ deliveryMs }) => deliveryMs)),
  };
}
