import { functionOf, type SynthesizedStack } from '../cdk/synthesize.ts';
import { deliveryKey } from '../lib/queue/delivery-key.ts';
import { decodeDelivery, encodeDelivery } from '../lib/queue/queued-delivery.ts';
import { SandboxClock } from '../sandbox/clock.ts';
import type { AnsweredCall } from '../sandbox/frameio/api-server.ts';
import { frameioListener } from '../sandbox/frameio/frameio-listener.ts';
import { World } from '../sandbox/frameio/world.ts';
import { listen } from '../sandbox/listen.ts';
import { deployLocally, type LocalDeployment } from '../sandbox/local-deployment.ts';
import type { MeteredInvocation } from './burst-meter-child.ts';

/** What a burst is made of. */
export interface BurstOptions {
  /** Synthesized for the delivery mode `queued`. */
  readonly stack: SynthesizedStack;
  /** Bundle that works on the messages in place of the stack's worker. */
  readonly workerBundle?: string;
  /** Bundle of `burst-meter-child.ts`. */
  readonly meterBundle: string;
  /** Number of events. */
  readonly events: number;
  /** Comments posted beforehand, by which the limit on comments is used up, as in the midst of a burst. */
  readonly commentsBefore?: number;
}

/** What came of a burst. */
export interface BurstResult {
  /** Events without a comment that are not in the dead-letter queue either. */
  readonly lost: number;
  /** Events with more than one comment. */
  readonly doubled: number;
  readonly deadLettered: number;
  /** From the arrival of all to the end of the last, on the sandbox's clock. */
  readonly durationMs: number;
  /** How often messages were handed to the worker. */
  readonly receives: number;
  /** How often the one was that was handed over most often. */
  readonly mostReceives: number;
  readonly apiCalls: number;
  readonly rateLimitedCalls: number;
  /** Of all invocations together. */
  readonly lambdaMs: number;
  /** How much of that the function slept. */
  readonly sleptMs: number;
}

/**
 * Puts `file.ready` events into the queue, all at once and as the endpoint writes them, and has the worker work on them
 * until none is left, while Frame.io's limits are enforced. The clock goes as the machine's while the worker works, and
 * jumps ahead while every message waits.
 */
export async function runBurst({ stack, events, commentsBefore = 0, ...bundles }: BurstOptions): Promise<BurstResult> {
  const clock = new SandboxClock();
  const world = new World({ now: () => new Date(clock.now()) });
  const calls: AnsweredCall[] = [];
  const frameio = await listen(frameioListener({ world, now: () => clock.now(), onCall: (call) => calls.push(call) }));
  const invocations: MeteredInvocation[] = [];
  const receives = new Map<string, number>();
  const deployment = await deployLocally({
    stack: meteredStack(stack, bundles),
    frameioBaseUrl: frameio.url,
    signingSecret: 'signing-secret',
    apiToken: world.token,
    port: 0,
    onLog: (line) => invocations.push(...readInvocation(line)),
    onBatch: ({ ids }) => {
      for (const id of ids) receives.set(id, (receives.get(id) ?? 0) + 1);
    },
    clock,
  });
  try {
    await useUpComments(frameio.url, world, commentsBefore);
    calls.length = 0;
    const fileIds = Array.from({ length: events }, (_, n) => world.addFile({ name: `${n}.mp4`, fileSize: n }).id);
    const startedAt = clock.now();
    await Promise.all(
      fileIds.map((id) => mainQueue(deployment, stack).send({ body: fileReady(world, id, startedAt) })),
    );
    await workOff(deployment, clock);
    const dead = new Set(
      deadLetterQueue(deployment, stack).messages.map(({ body }) => decodeDelivery(body)?.correlationId),
    );
    const commentsOn = (id: string) => world.commentsOf(id).length;
    return {
      lost: fileIds.filter((id) => commentsOn(id) === 0 && !dead.has(id)).length,
      doubled: fileIds.filter((id) => commentsOn(id) > 1).length,
      deadLettered: dead.size,
      durationMs: clock.now() - startedAt,
      receives: sum([...receives.values()]),
      mostReceives: Math.max(...receives.values()),
      apiCalls: calls.length,
      rateLimitedCalls: calls.filter(({ status }) => status === 429).length,
      lambdaMs: sum(invocations.map(({ durationMs }) => durationMs)),
      sleptMs: sum(invocations.map(({ sleptMs }) => sleptMs)),
    };
  } finally {
    await Promise.all([frameio.close(), deployment.close()]);
  }
}

/** The shortest jump of the clock: messages that become visible within it are handed over together. */
const SHORTEST_JUMP_MS = 1_000;

async function workOff(deployment: LocalDeployment, clock: SandboxClock): Promise<void> {
  for (;;) {
    await deployment.settled();
    const next = clock.nextAlarmAt;
    if (next === undefined) return;
    clock.pass(Math.max(SHORTEST_JUMP_MS, next - clock.now()));
  }
}

/** The stack with its worker, or another, inside the meter. */
function meteredStack(
  stack: SynthesizedStack,
  { workerBundle, meterBundle }: Pick<BurstOptions, 'workerBundle' | 'meterBundle'>,
): SynthesizedStack {
  const worker = functionOf(stack, 'Worker');
  const environment = { ...worker.environment, METERED_BUNDLE: workerBundle ?? worker.bundlePath };
  const metered = { ...worker, bundlePath: meterBundle, environment };
  return { ...stack, functions: stack.functions.map((one) => (one === worker ? metered : one)) };
}

function mainQueue({ sqs }: LocalDeployment, { eventSources: [source] }: SynthesizedStack) {
  return sqs.queue(source?.queueLogicalId ?? '');
}

function deadLetterQueue({ sqs }: LocalDeployment, { queues }: SynthesizedStack) {
  return sqs.queue(queues.find(({ redrive }) => redrive)?.redrive?.deadLetterQueueLogicalId ?? '');
}

function fileReady({ account, project, workspace, uploader }: World, fileId: string, receivedAt: number): string {
  const body = JSON.stringify({
    account,
    project: { id: project.id },
    resource: { id: fileId, type: 'file' },
    type: 'file.ready',
    user: { id: uploader.id },
    workspace,
  });
  const timestamp = String(Math.floor(receivedAt / 1_000));
  const key = deliveryKey({ eventType: 'file.ready', body, timestamp });
  return encodeDelivery({ body, deliveryKey: key, receivedAt, correlationId: fileId });
}

async function useUpComments(frameioUrl: string, world: World, count: number): Promise<void> {
  const { id } = world.addFile({ name: 'before.mp4', fileSize: 1 });
  for (let n = 0; n < count; n += 1) {
    await fetch(`${frameioUrl}/v4/accounts/${world.account.id}/files/${id}/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { text: `${n}` } }),
    });
  }
}

function readInvocation(line: string): readonly MeteredInvocation[] {
  return line.startsWith('{"metered"') ? [JSON.parse(line)] : [];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
