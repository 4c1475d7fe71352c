import type { Sender } from './deliveries.ts';
import { runInLambdaNode } from './lambda-process.ts';
import { median } from './statistics.ts';
import type { StubServices } from './stub-services.ts';

/** Who takes part in the warm measurement. */
export interface WarmContestant {
  readonly name: string;
  readonly bundle: string;
  readonly sender: Sender;
  /**
   * Name of Frame.io's event.
   * @default file.ready
   */
  readonly eventType?: string;
}

/** What the warm process is to do. */
export interface WarmCostTask {
  readonly contestants: readonly WarmContestant[];
  /** Batches of each contestant that count. */
  readonly rounds: number;
}

const PROCESSES = 5;

/** Cost of one delivery in µs, one number a batch, by contestant's name. */
export type WarmCostReport = Readonly<Record<string, readonly number[]>>;

/**
 * What one verified delivery costs a contestant that has been running for a while. All share one process, and take
 * turns in batches; several processes, as what Node makes of the same code differs from one to the next.
 *
 * @param child - The bundled `warm-cost-child.ts`.
 * @param services - For the first request of the plain way, which fetches its secrets.
 * @returns Medians in µs, by contestant's name.
 */
export function measureWarmCosts(
  contestants: readonly WarmContestant[],
  child: string,
  { environment }: StubServices,
  rounds: number,
): ReadonlyMap<string, number> {
  const task: WarmCostTask = { contestants, rounds };
  const reports = Array.from({ length: PROCESSES }, (): WarmCostReport => {
    const { report } = runInLambdaNode(child, { task, environment, nodeOptions: ['--expose-gc'] });
    return JSON.parse(report);
  });
  const costOf = (name: string) => median(reports.map((report) => median(report[name] ?? [])));
  return new Map(contestants.map(({ name }) => [name, costOf(name)]));
}
