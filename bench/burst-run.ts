import { functionOf, type SynthesizedStack } from '../cdk/synthesize.ts';
import { parseDelivery } from '../lib/events/parse-delivery.ts';
import { decodeDelivery } from '../lib/queue/queued-delivery.ts';
import { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { deployLocally, type LocalDeployment } from '../sandbox/deployment/local-deployment.ts';
import type { ApiCall } from '../sandbox/frameio/api/api-listener.ts';
import { frameioListener } from '../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import {
  type DeliveryAttempt,
  isDelivered,
  type WebhookBody,
  WebhookSender,
} from '../sandbox/frameio/webhooks/webhook-sender.ts';
import { listen } from '../sandbox/http/listen.ts';
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
  /** For how long they arrive at the endpoint, one after the other, on the sandbox's clock. */
  readonly arrivalMs: number;
  /** Comments posted beforehand, by which the limit on comments is used up, as in the midst of a burst. */
  readonly commentsBefore?: number;
}

/** What came of a burst. */
export interface BurstResult {
  /** Events without a comment that are not in the dead-letter queue either, those included that Frame.io gave up to send. */
  readonly lost: number;
  /** Events with more than one comment. */
  readonly doubled: number;
  readonly deadLettered: number;
  /** From the arrival of the first to the end of the last, on the sandbox's clock. */
  readonly durationMs: number;
  /** Requests of Frame.io to the endpoint. */
  readonly requests: number;
  /** How many of those API Gateway answered 429. */
  readonly throttled: number;
  /** How many of those had no answer, or not in time. */
  readonly unanswered: number;
  /** Events that Frame.io gave up to send: no attempt was answered 2xx. */
  readonly undelivered: number;
  /** How often messages were handed to the worker. */
  readonly receives: number;
  /** How often the one was that was handed over most often. */
  readonly mostReceives: number;
  readonly apiCalls: number;
  readonly rateLimitedCalls: number;
  /** Of all invocations together, those of the endpoint and the first of each process included, without their cold starts. */
  readonly lambdaMs: number;
  /** How much of that the function slept. */
  readonly sleptMs: number;
}

/** Connections that Frame.io sends over: more requests than that are not at work at a time. */
const CONNECTIONS = 8;

/**
 * Sends `file.ready` events to the endpoint, signed and as often as Frame.io does, and has the functions work until nothing
 * is left, while the endpoint's throttle and Frame.io's limits are enforced. The clock goes by the events' arrivals at first,
 * then as the machine's while a function works, and jumps ahead while everything waits.
 */
export async function runBurst(options: BurstOptions): Promise<BurstResult> {
  const { stack, events, arrivalMs, commentsBefore = 0 } = options;
  const clock = new SandboxClock({ frozenAt: Date.now() });
  const frameioState = new FrameioState({ now: () => new Date(clock.now()) });
  const calls: ApiCall[] = [];
  const frameio = await listen(
    frameioListener({ state: frameioState, now: () => clock.now(), onCall: (call) => calls.push(call) }),
  );
  const invocations: MeteredInvocation[] = [];
  const receives = new Map<string, number>();
  const deployment = await deployLocally({
    stack: meteredStack(stack, options),
    frameioBaseUrl: frameio.url,
    signingSecret: SIGNING_SECRET,
    apiToken: frameioState.token,
    port: 0,
    onLog: (line) => invocations.push(...readInvocation(line)),
    onBatch: ({ messageIds }) => {
      for (const id of messageIds) receives.set(id, (receives.get(id) ?? 0) + 1);
    },
    clock,
  });
  const attempts: DeliveryAttempt[] = [];
  const sender = new WebhookSender({
    url: deployment.webhookUrl,
    secret: () => SIGNING_SECRET,
    connections: CONNECTIONS,
    clock,
    onAttempt: (attempt) => void attempts.push(attempt),
  });
  try {
    await useUpComments(frameio.url, frameioState, commentsBefore);
    calls.length = 0;
    const fileIds = Array.from(
      { length: events },
      (_, n) => frameioState.addFile({ name: `${n}.mp4`, fileSize: n }).id,
    );
    const startedAt = clock.now();
    const deliveries: Promise<readonly DeliveryAttempt[]>[] = [];
    for (const [number, id] of fileIds.entries()) {
      await sender.waitForInFlight(CONNECTIONS - 1);
      clock.advance(startedAt + (number / events) * arrivalMs - clock.now());
      deliveries.push(sender.deliver(fileReady(frameioState, id)));
    }
    clock.resume();
    await workOff(deployment, sender, clock);
    const ends = (await Promise.all(deliveries)).map((all) => all.at(-1));
    const dead = new Set(deadLetterQueue(deployment, stack).messages.map(({ body }) => fileIdIn(body)));
    const commentsOn = (id: string) => frameioState.commentsOf(id).length;
    return {
      lost: fileIds.filter((id) => commentsOn(id) === 0 && !dead.has(id)).length,
      doubled: fileIds.filter((id) => commentsOn(id) > 1).length,
      deadLettered: dead.size,
      durationMs: clock.now() - startedAt,
      requests: attempts.length,
      throttled: attempts.filter(({ status }) => status === 429).length,
      unanswered: attempts.filter(({ status }) => status === undefined).length,
      undelivered: ends.filter((end) => !end || !isDelivered(end)).length,
      receives: sum([...receives.values()]),
      mostReceives: Math.max(0, ...receives.values()),
      apiCalls: calls.length,
      rateLimitedCalls: calls.filter(({ status }) => status === 429).length,
      lambdaMs: sum(invocations.map(({ durationMs }) => durationMs)),
      sleptMs: sum(invocations.map(({ sleptMs }) => sleptMs)),
    };
  } finally {
    sender.stop();
    await Promise.all([frameio.close(), deployment.close()]);
  }
}

const SIGNING_SECRET = 'signing-secret';

/** The shortest jump of the clock: messages that become visible within it are gathered in batches. */
export const SHORTEST_JUMP_MS = 1_000;

async function workOff(deployment: LocalDeployment, sender: WebhookSender, clock: SandboxClock): Promise<void> {
  for (;;) {
    await sender.waitForInFlight(0);
    await deployment.whenIdle();
    if (sender.inFlight > 0) continue;
    const next = clock.nextTimerAt;
    if (next === undefined) return;
    clock.advance(Math.max(SHORTEST_JUMP_MS, next - clock.now()));
  }
}

/** The stack with each function, or another worker, inside the meter. */
function meteredStack(
  stack: SynthesizedStack,
  { workerBundle, meterBundle }: Pick<BurstOptions, 'workerBundle' | 'meterBundle'>,
): SynthesizedStack {
  const worker = functionOf(stack, 'Worker');
  const functions = stack.functions.map((one) => {
    const metered = one === worker && workerBundle !== undefined ? workerBundle : one.bundlePath;
    return { ...one, bundlePath: meterBundle, environment: { ...one.environment, METERED_BUNDLE: metered } };
  });
  return { ...stack, functions };
}

function deadLetterQueue({ sqs }: LocalDeployment, { queues }: SynthesizedStack) {
  return sqs.queue(queues.find(({ redrive }) => redrive)?.redrive?.deadLetterQueueLogicalId ?? '');
}

function fileReady({ account, project, workspace, uploader }: FrameioState, fileId: string): WebhookBody {
  return {
    account: { id: account.id },
    project: { id: project.id },
    resource: { id: fileId, type: 'file' },
    type: 'file.ready',
    user: { id: uploader.id },
    workspace: { id: workspace.id },
  };
}

/** The file that a message is about. */
function fileIdIn(text: string): string | undefined {
  const delivery = decodeDelivery(text);
  const parsed = delivery && parseDelivery(delivery.body);
  return parsed?.kind === 'webhook' ? parsed.event.resourceId : undefined;
}

async function useUpComments(frameioUrl: string, frameioState: FrameioState, count: number): Promise<void> {
  const { id } = frameioState.addFile({ name: 'before.mp4', fileSize: 1 });
  for (let n = 0; n < count; n += 1) {
    await fetch(`${frameioUrl}/v4/accounts/${frameioState.account.id}/files/${id}/comments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${frameioState.token}`, 'content-type': 'application/json' },
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
