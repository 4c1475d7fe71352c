import { type Sender, signedDelivery } from './deliveries.ts';
import { inTurn } from './in-turn.ts';
import { runInLambdaNode } from './lambda-process.ts';
import { queueBatch } from './queue-batch.ts';
import type { ColdStartReport, ColdStartTask } from './run-cold-start.ts';
import { median } from './statistics.ts';
import type { StubServices } from './stub-services.ts';

/** Who takes part in a cold start. */
export interface ColdStartContestant {
  readonly name: string;
  readonly bundle: string;
  readonly sender: Sender | 'queue';
  /** What it does outside; `undefined` for one that makes no calls. */
  readonly effect?: Effect;
  /**
   * What answers its calls: the local services, or its own process.
   * @default loopback
   */
  readonly calls?: Calls;
}

/** Over the loopback interface, or without leaving the process. */
export type Calls = 'loopback' | 'memory';

/** A comment on Frame.io, or a message in the queue. */
export type Effect = keyof typeof CALL_FOR;

const CALL_FOR = { comment: /^POST .*\/comments$/, message: /^AmazonSQS\.SendMessage$/ } as const;

/** Medians of a contestant's cold starts. */
export interface ColdStart {
  /** From the start of the process to the answer to its first delivery. */
  readonly answerMs: number;
  /** To the end of the process, for which nobody waits on Lambda. */
  readonly wallMs: number;
  readonly loadMs: number;
  readonly deliveryMs: number;
}

/**
 * Starts every contestant afresh, in turn, so that whatever else the machine does falls on all of them.
 *
 * @param children - The bundled `cold-start-child.ts` and `cold-start-in-memory-child.ts`.
 * @param services - What they call; they run beside, in a thread of their own.
 * @param rounds - Rounds that count; one more goes before, to fill the file cache.
 * @returns By contestant's name.
 */
export function measureColdStarts(
  contestants: readonly ColdStartContestant[],
  children: Readonly<Record<Calls, string>>,
  services: StubServices,
  rounds: number,
): ReadonlyMap<string, ColdStart> {
  const starts = new Map<string, ColdStart[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const contestant of inTurn(contestants, round)) {
      const start = coldStart(contestant, children, services);
      if (round > 0) starts.get(contestant.name)?.push(start);
    }
  }
  return new Map([...starts].map(([name, runs]) => [name, medians(runs)]));
}

function coldStart(
  contestant: ColdStartContestant,
  children: Readonly<Record<Calls, string>>,
  services: StubServices,
): ColdStart {
  const { bundle, sender, calls = 'loopback' } = contestant;
  const task: ColdStartTask = { bundle, event: sender === 'queue' ? queueBatch() : signedDelivery(sender) };
  const { environment } = services;
  const { startedAt, wallMs, report } = runInLambdaNode(children[calls], { task, environment });
  const { answeredAt, loadMs, deliveryMs, calls: callsInMemory = [] }: ColdStartReport = JSON.parse(report);
  const callsOutside = services.takeCalls();
  if (calls === 'memory' && callsOutside.length > 0) {
    throw new Error(`${contestant.name} was to call without leaving its process, and called: ${callsOutside}.`);
  }
  assertEffect(contestant, [...callsOutside, ...callsInMemory]);
  return { answerMs: answeredAt - startedAt, wallMs, loadMs, deliveryMs };
}

/** @throws Error when the contestant did anything but its work, once. */
function assertEffect({ name, effect }: ColdStartContestant, calls: readonly string[]): void {
  const effects = calls.filter((call) => Object.values(CALL_FOR).some((pattern) => pattern.test(call)));
  const isRight = effect ? effects.length === 1 && CALL_FOR[effect].test(effects[0] ?? '') : calls.length === 0;
  if (!isRight) throw new Error(`${name} was to make ${effect ? `one ${effect}` : 'no calls'}, and called: ${calls}.`);
}

function medians(runs: readonly ColdStart[]): ColdStart {
  return {
    answerMs: median(runs.map(({ answerMs }) => answerMs)),
    wallMs: median(runs.map(({ wallMs }) => wallMs)),
    loadMs: median(runs.map(({ loadMs }) => loadMs)),
    deliveryMs: median(runs.map(({ deliveryMs }) => deliveryMs)),
  };
}
