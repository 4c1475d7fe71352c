import { runInLambdaNode } from './lambda-process.ts';
import { showProgress } from './progress.ts';
import { median } from './statistics.ts';
import type { StubServices } from './stub-services.ts';

/** An endpoint whose cost of one delivery is measured. */
export interface WarmCandidate {
  readonly name: string;
  /** Path of the bundle. */
  readonly bundle: string;
  /**
   * Name of Frame.io's event.
   * @default file.ready
   */
  readonly eventType?: string;
}

/** Task of `warm-cost-child.ts`. */
export interface WarmCostTask {
  readonly candidates: readonly WarmCandidate[];
  /** Batches of each candidate that count. */
  readonly rounds: number;
}

/** Report of `warm-cost-child.ts`: microseconds per delivery, one value per batch, by candidate name. */
export type WarmCostReport = Readonly<Record<string, readonly number[]>>;

/** V8 optimizes the same code differently from one process to the next. */
const PROCESSES = 5;

/**
 * Measures what one verified delivery costs an endpoint that has been running for a while. In each process, the candidates
 * take turns in batches.
 *
 * @param child - Bundle of `warm-cost-child.ts`.
 * @param services - Serve the secrets that each candidate fetches for its first delivery.
 * @returns Medians in microseconds, by candidate name.
 */
export function measureWarmCosts(
  candidates: readonly WarmCandidate[],
  child: string,
  { environment }: StubServices,
  rounds: number,
): ReadonlyMap<string, number> {
  const task: WarmCostTask = { candidates, rounds };
  const reports = Array.from({ length: PROCESSES }, (_, index): WarmCostReport => {
    showProgress('Measuring warm deliveries: process', index + 1, PROCESSES);
    const { report } = runInLambdaNode(child, { task, environment, nodeOptions: ['--expose-gc'] });
    return JSON.parse(report);
  });
  const costOf = (name: string) => median(reports.map((report) => median(report[name] ?? [])));
  return new Map(candidates.map(({ name }) => [name, costOf(name)]));
}
