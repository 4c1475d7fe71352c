import { FaultCounts } from './fault-counts.ts';
import type { SimulationResult } from './simulation.ts';

/** Maximum number of timelines per shard. */
const MAX_TIMELINES = 3;

/** The results of all shards together. */
export interface Summary {
  readonly results: readonly SimulationResult[];
  readonly seed: string;
  readonly durationMs: number;
}

/** Returns whether every promised effect happened once, no other handler started, and no repeat got another dialog. */
export function isClean({ lost, duplicated, unexpected, contradicted }: SimulationResult): boolean {
  return lost.length + duplicated.length + unexpected.length + contradicted.length === 0;
}

/** Formats the totals on one line and the injected faults on another. */
export function formatSummary({ results, seed, durationMs }: Summary): string {
  const sum = (count: (result: SimulationResult) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const faultCounts = new FaultCounts();
  for (const result of results) faultCounts.addAll(result.faultCounts);
  const totals = [
    `events ${sum(({ events }) => events)}`,
    `acknowledged ${sum(({ acknowledged }) => acknowledged)}`,
    `clicks ${sum(({ clicks }) => clicks)}`,
    `confirmed ${sum(({ confirmed }) => confirmed)}`,
    `promised ${sum(({ promised }) => promised)}`,
    `completed ${sum(({ completed }) => completed)}`,
    `dead-lettered ${sum(({ deadLettered }) => deadLettered)}`,
    `lost ${sum(({ lost }) => lost.length)}`,
    `duplicated ${sum(({ duplicated }) => duplicated.length)}`,
    `unexpected ${sum(({ unexpected }) => unexpected.length)}`,
    `contradicted ${sum(({ contradicted }) => contradicted.length)}`,
    `seed ${seed}`,
    `seconds ${(durationMs / 1_000).toFixed(1)}`,
  ];
  return `${totals.join('  ')}\nfaults  ${faultCounts}`;
}

/** Formats the timelines of the first events of a shard that violate an invariant. */
export function formatViolations(
  shardName: string,
  { lost, duplicated, unexpected, contradicted }: SimulationResult,
): string {
  const violations = [
    ...lost.map(({ event, handler }) => ({ event, problem: `the effect of ${handler} was lost` })),
    ...duplicated.map(({ event, handler }) => ({ event, problem: `the effect of ${handler} was duplicated` })),
    ...unexpected.map((event) => ({ event, problem: 'a handler started that no message named' })),
    ...contradicted.map((event) => ({ event, problem: 'a repeat got another dialog' })),
  ];
  return violations
    .slice(0, MAX_TIMELINES)
    .map(({ event: { number, type, timeline }, problem }) => {
      return `\n${shardName}, event ${number}, ${type}: ${problem}:\n${timeline.join('\n')}\n`;
    })
    .join('\n');
}
