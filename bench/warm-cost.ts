import type { Sender } from './deliveries.ts';
import { runInLambdaNode } from './lambda-process.ts';
import { median } from './statistics.ts';
import type { WarmCostReport, WarmCostTask } from './warm-cost-child.ts';

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

/**
 * What one verified delivery costs a contestant that has been running for a while. All share one process, and take
 * turns in batches.
 *
 * @param child - The bundled `warm-cost-child.ts`.
 * @returns Medians in µs, by contestant's name.
 */
export function measureWarmCosts(
  contestants: readonly WarmContestant[],
  child: string,
  rounds: number,
): ReadonlyMap<string, number> {
  const task: WarmCostTask = { contestants, rounds };
  const costs: WarmCostReport = JSON.parse(runInLambdaNode(child, task, ['--expose-gc']).report);
  return new Map(Object.entries(costs).map(([name, batches]) => [name, median(batches)]));
}
