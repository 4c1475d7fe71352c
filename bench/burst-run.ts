import { functionOf, type SynthesizedStack } from '../cdk/read-synthesized.ts';
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

/** Options of a burst. */
export interface BurstOptions {
  /** Stack in the delivery mode `queued`. */
  readonly stack: SynthesizedStack;
  /**
   * Path of a bundle that replaces the worker's.
   * @default the stack's worker
   */
  readonly workerBundle?: string;
  /** Path of the bundle of `burst-meter-child.ts`. */
  readonly meterBundle: string;
  /** Number of events. */
  readonly events: number;
  /** Time over which the events arrive at the endpoint, in milliseconds of the sandbox's clock. */
  readonly arrivalMs: number;
  /**
   * Number of comments to post before the burst. They use up the rate limit on comments, as earlier events would.
   * @default 0
   */
  readonly commentsBefore?: number;
}

/** Result of a burst. */
export interface BurstResult {
  /** Events that have no comment and are not in the dead-letter queue. Includes the undelivered events. */
  readonly lost: number;
  /** Events with more than one comment. */
  readonly duplicated: number;
  readonly deadLettered: number;
  /** Time from the first arrival until nothing is left to do, in milliseconds of the sandbox's clock. */
  readonly durationMs: number;
  /** Number of Frame.io's requests to the endpoint. */
  readonly requests: number;
  /** Requests that API Gateway answered with 429. */
  readonly throttled: number;
  /** Requests without a response within Frame.io's timeout. */
  readonly unanswered: number;
  /** Events that Frame.io stopped retrying: no attempt had a 2xx response. */
  readonly undelivered: number;
  /** How often the worker received a message, over all messages. */
  readonly receives: number;
  /** How often the worker received the message that it received most often. */
  readonly maxReceives: number;
  readonly apiCalls: number;
  readonly rateLimitedCalls: number;
  /** Duration of all invocations of the endpoint and the worker, without the initialization of cold starts. */
  readonly lambdaMs: number;
  /** Part of `lambdaMs` in which a function slept. */
  readonly sleptMs: number;
}

/** Frame.io's connections to the endpoint: the maximum number of requests in flight. */
const CONNECTIONS = 8;

/**
 * Sends signed `file.ready` events to the endpoint, with Frame.io's retries, and runs the functions until nothing is left
 * to do. The endpoint's throttle and Frame.io's rate limits apply.
 *
 * At first each arrival sets the clock. Then the clock follows the machine's, and jumps to the next timer while no function
 * runs.
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
    onBatch: ({ messages }) => {
      for (const { id } of messages) receives.set(id, (receives.get(id) ?? 0) + 1);
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
    await runUntilIdle(deployment, sender, clock);
    const lastAttempts = (await Promise.all(deliveries)).map((all) => all.at(-1));
    const deadLettered = new Set(deadLetterQueue(deployment, stack).messages.map(({ body }) => fileIdIn(body)));
    const commentsOn = (id: string) => frameioState.commentsOf(id).length;
    return {
      lost: fileIds.filter((id) => commentsOn(id) === 0 && !deadLettered.has(id)).length,
      duplicated: fileIds.filter((id) => commentsOn(id) > 1).length,
      deadLettered: deadLettered.size,
      durationMs: clock.now() - startedAt,
      requests: attempts.length,
      throttled: attempts.filter(({ status }) => status === 429).length,
      unanswered: attempts.filter(({ status }) => status === undefined).length,
      undelivered: lastAttempts.filter((attempt) => !attempt || !isDelivered(attempt)).length,
      receives: sum([...receives.values()]),
      maxReceives: Math.max(0, ...receives.values()),
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

const SIGNING_SECRET = 'a-signing-secret';

/** Minimum jump of the clock. The messages that become visible within a jump share batches. */
export const MIN_JUMP_MS = 1_000;

/** Advances the clock until no request, function or timer is left. */
async function runUntilIdle(deployment: LocalDeployment, sender: WebhookSender, clock: SandboxClock): Promise<void> {
  for (;;) {
    await sender.waitForInFlight(0);
    await deployment.whenIdle();
    if (sender.inFlight > 0) continue;
    const next = clock.nextTimerAt;
    if (next === undefined) return;
    clock.advance(Math.max(MIN_JUMP_MS, next - clock.now()));
  }
}

/** Returns the stack with the meter around each function, and with `workerBundle` as the worker. */
function meteredStack(
  stack: SynthesizedStack,
  { workerBundle, meterBundle }: Pick<BurstOptions, 'workerBundle' | 'meterBundle'>,
): SynthesizedStack {
  const worker = functionOf(stack, 'worker');
  const functions = stack.functions.map((original) => {
    const bundlePath = original === worker && workerBundle !== undefined ? workerBundle : original.bundlePath;
    const environment = { ...original.environment, METERED_BUNDLE: bundlePath };
    return { ...original, bundlePath: meterBundle, environment };
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

/** Returns the id of the file that a queued message is about. */
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
