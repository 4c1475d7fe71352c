import { type HttpEvent, type QueueBatch, queueBatch, signedDelivery } from './events.ts';
import { runInLambdaNode } from './lambda-process.ts';
import { showProgress } from './progress.ts';
import { median } from './statistics.ts';
import type { StubServices } from './stub-services.ts';

/** A candidate whose cold start is measured. */
export interface ColdStartCandidate {
  readonly name: string;
  /** Path of the bundle. */
  readonly bundle: string;
  /** What Lambda invokes it with. */
  readonly trigger: 'http' | 'queue';
  /** The one effect that its first invocation must have. */
  readonly effect: Effect;
}

/** A comment on Frame.io, a message in SQS, or no call at all. */
export type Effect = 'comment' | 'message' | 'none';

/** Task of `cold-start-child.ts`. */
export interface ColdStartTask {
  readonly bundle: string;
  readonly event: HttpEvent | QueueBatch;
}

/** Report of `cold-start-child.ts`. */
export interface ColdStartReport {
  /** Time of the candidate's first response, in milliseconds since 1970. */
  readonly respondedAt: number;
  readonly loadMs: number;
  readonly invocationMs: number;
}

/** Medians of a candidate's cold starts. */
export interface ColdStart {
  /** From the start of the process to the first response. */
  readonly responseMs: number;
  readonly loadMs: number;
  readonly invocationMs: number;
}

const EFFECT_CALLS = { comment: /^POST .*\/comments$/, message: /^AmazonSQS\.SendMessage$/ } as const;

/**
 * Starts every candidate in a fresh process, round after round. All candidates take turns within a round, so that other
 * work on this machine slows all of them.
 *
 * @param child - Bundle of `cold-start-child.ts`.
 * @param rounds - Rounds that count. One more round runs before them and fills the file cache.
 * @returns Medians by candidate name.
 */
export function measureColdStarts(
  candidates: readonly ColdStartCandidate[],
  child: string,
  services: StubServices,
  rounds: number,
): ReadonlyMap<string, ColdStart> {
  const starts = new Map<string, ColdStart[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    showProgress('Measuring cold starts: round', round + 1, rounds + 1);
    for (const candidate of orderOf(candidates, round)) {
      const start = coldStart(candidate, child, services);
      if (round > 0) starts.get(candidate.name)?.push(start);
    }
  }
  return new Map([...starts].map(([name, runs]) => [name, medians(runs)]));
}

/** Each round starts with another candidate, and every second one is reversed: a large candidate slows the next one. */
function orderOf<Item>(items: readonly Item[], round: number): readonly Item[] {
  const first = round % items.length;
  const order = [...items.slice(first), ...items.slice(0, first)];
  return round % 2 === 0 ? order : order.reverse();
}

function coldStart(candidate: ColdStartCandidate, child: string, services: StubServices): ColdStart {
  const { bundle, trigger } = candidate;
  const task: ColdStartTask = { bundle, event: trigger === 'queue' ? queueBatch() : signedDelivery() };
  const { startedAt, report } = runInLambdaNode(child, { task, environment: services.environment });
  const { respondedAt, loadMs, invocationMs }: ColdStartReport = JSON.parse(report);
  assertEffect(candidate, services.takeCalls());
  return { responseMs: respondedAt - startedAt, loadMs, invocationMs };
}

/** @throws Error unless the candidate did its work exactly once. */
function assertEffect({ name, effect }: ColdStartCandidate, calls: readonly string[]): void {
  const effects = calls.filter((call) => Object.values(EFFECT_CALLS).some((pattern) => pattern.test(call)));
  const isExpected =
    effect === 'none' ? calls.length === 0 : effects.length === 1 && EFFECT_CALLS[effect].test(effects[0] ?? '');
  if (isExpected) return;
  const expected = effect === 'none' ? 'no calls' : `one ${effect}`;
  throw new Error(`Expected ${expected} from "${name}". It called: ${calls.join(', ') || 'nothing'}.`);
}

function medians(runs: readonly ColdStart[]): ColdStart {
  return {
    responseMs: median(runs.map(({ responseMs }) => responseMs)),
    loadMs: median(runs.map(({ loadMs }) => loadMs)),
    invocationMs: median(runs.map(({ invocationMs }) => invocationMs)),
  };
}
