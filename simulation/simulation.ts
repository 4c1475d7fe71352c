import { setImmediate } from 'node:timers/promises';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../cdk/synthesize.ts';
import { CountableQueue } from '../cli/dlq/countable-queue.ts';
import { redrive } from '../cli/dlq/redrive.ts';
import { createSqsClient } from '../lib/aws/sqs-client.ts';
import { EventSourceMapping } from '../sandbox/aws/lambda/event-source-mapping.ts';
import { InProcessHandler } from '../sandbox/aws/lambda/in-process-handler.ts';
import type { Queue } from '../sandbox/aws/sqs/queue.ts';
import { queueUrl } from '../sandbox/aws/sqs/queue-names.ts';
import { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { NOTHING_IS_REFUSED_AFTER_MS } from './app/checklist.ts';
import { HANDLER_BEGINS } from './app/log-lines.ts';
import { judge, type RetryDecision } from './check-invariants.ts';
import { deathIn } from './crash-plan.ts';
import type { EventStory } from './event-registry.ts';
import { isHopeless, isRefused } from './expected-effect.ts';
import type { FaultCounts } from './fault-counts.ts';
import { CHANCES } from './fault-rates.ts';
import { FaultyServices } from './faulty-services.ts';
import { FrameioSender } from './frameio-sender.ts';
import { secretsOf, variablesOf } from './function-environment.ts';
import { FunctionPool } from './function-pool.ts';
import { surprises } from './queue-anomalies.ts';
import { Random } from './random.ts';
import { HANDLERS, TIMES } from './simulated-events.ts';

/** What is simulated. */
export interface SimulationOptions {
  readonly stack: SynthesizedStack;
  readonly events: number;
  readonly seed: string;
}

/** What has come of it. */
export interface SimulationResult extends RetryDecision {
  readonly events: number;
  /** Events of which a delivery was answered 2xx. */
  readonly acknowledged: number;
  /** Events of which the worker has begun a handler that no message asked it for. */
  readonly unasked: readonly EventStory[];
  readonly faults: FaultCounts;
}

const SIGNING_SECRET = 'simulated-signing-secret';

/** Time is set forward in steps: what is due within one happens side by side. */
const STEP_MS = 20_000;

/** The worker's time is cut, so that a call that is never answered does not take a minute of ours. */
const WORKER_TIMEOUT_MS = 8_000;

const ENDPOINT_PROCESSES = 3;
const WORKER_PROCESSES = 3;

/** So fast that nobody waits for it. */
const REDRIVEN_A_SECOND = 100_000;

/** The calls that a worker makes for a batch, about. */
const CALLS_OF_BATCH = 40;

/** Drives the bundles of a stack through so many events, and everything that can go wrong with them. */
export class Simulation {
  readonly #seed: string;
  readonly #clock: SandboxClock;
  readonly #services: FaultyServices;
  readonly #endpoint: FunctionPool;
  readonly #worker: FunctionPool;
  readonly #queue: Queue;
  readonly #deadLetterQueue: Queue;
  readonly #mapping: EventSourceMapping;
  readonly #frameio: FrameioSender;
  readonly #unasked = new Set<EventStory>();
  #batches = 0;

  private constructor({ stack, seed }: SimulationOptions, clock: SandboxClock, services: FaultyServices) {
    this.#seed = seed;
    this.#clock = clock;
    this.#services = services;
    const { secretsManager, sqs, frameioState } = services;
    const endpoint = functionOf(stack, 'Endpoint');
    const worker = { ...functionOf(stack, 'Worker'), timeoutMs: WORKER_TIMEOUT_MS };
    for (const { environment } of [endpoint, worker]) {
      const { signing, credentials } = secretsOf(environment);
      if (signing) secretsManager.put(signing, SIGNING_SECRET);
      if (credentials) secretsManager.put(credentials, frameioState.token);
    }
    this.#endpoint = this.#poolOf(endpoint, ENDPOINT_PROCESSES);
    this.#worker = this.#poolOf(worker, WORKER_PROCESSES);
    this.#frameio = new FrameioSender({
      seed,
      clock,
      services,
      endpoint: this.#endpoint,
      signingSecret: SIGNING_SECRET,
      width: ENDPOINT_PROCESSES * 2,
    });
    const [source] = stack.eventSources;
    const { redrive } = stack.queues.find(({ logicalId }) => logicalId === source?.queueLogicalId) ?? {};
    if (!source || !redrive) throw new Error('The stack has no worker behind a queue with a dead-letter queue.');
    this.#queue = sqs.queue(source.queueLogicalId);
    this.#deadLetterQueue = sqs.queue(redrive.deadLetterQueueLogicalId);
    this.#queue.anomalies = surprises(seed, services);
    this.#mapping = new EventSourceMapping({
      queue: this.#queue,
      invoke: (event) => this.#work(event),
      batchSize: source.batchSize,
      maxConcurrency: WORKER_PROCESSES,
      reportsFailures: source.reportsBatchItemFailures,
      onBatch: () => undefined,
    });
  }

  /** Runs a simulation to its end. */
  static async run(options: SimulationOptions): Promise<SimulationResult> {
    const clock = new SandboxClock();
    const services = await FaultyServices.start(options.stack, options.seed, clock);
    const simulation = new Simulation(options, clock, services);
    try {
      return await simulation.#run(options.events);
    } finally {
      await simulation.#stop();
    }
  }

  async #run(events: number): Promise<SimulationResult> {
    const { stories, counts: faults } = this.#services;
    for (let left = events; left > 0; ) {
      const story = this.#addEvent();
      const times = Math.min(left, TIMES[story.type]);
      void this.#frameio.deliver(story, times);
      left -= times;
    }
    await this.#settle();
    const before = judge(this.#outcome, isRefused);
    // Once more, in peace: what was given up is redriven, and there is no excuse any more for not doing it.
    this.#services.isFaulty = false;
    this.#clock.advance(NOTHING_IS_REFUSED_AFTER_MS);
    await this.#redrive();
    await this.#settle();
    const after = judge(this.#outcome, isHopeless);
    const unasked = stories.all.filter((story) => this.#unasked.has(story));
    const { acknowledged } = this.#frameio;
    return {
      ...before,
      events,
      acknowledged,
      lost: [...before.lost, ...after.lost],
      doubled: after.doubled,
      unasked,
      faults,
    };
  }

  #addEvent(): EventStory {
    const { frameioState, stories } = this.#services;
    const number = stories.all.length + 1;
    const random = new Random(`${this.#seed} event ${number}`);
    const file = frameioState.addFile({ name: `Take ${number}.mov`, fileSize: number * 1_000 });
    return stories.add({
      account: { id: frameioState.account.id },
      project: { id: file.project_id },
      resource: { id: file.id, type: 'file' },
      type: random.chance(CHANCES.repeatingEvent) ? 'file.updated' : 'file.ready',
      user: { id: frameioState.uploader.id },
      workspace: { id: frameioState.workspace.id },
    });
  }

  /** Lets the time pass until nothing happens any more. */
  async #settle(): Promise<void> {
    for (;;) {
      await this.#rest();
      const next = this.#clock.nextTimerAt;
      if (next === undefined) return;
      // Not past what is still on its way: a retry that comes too early must find that it has not arrived.
      const stepMs = this.#services.hasLateWrites ? 0 : STEP_MS;
      this.#clock.advance(Math.max(0, next - this.#clock.now()) + stepMs);
    }
  }

  /** Resolves when no function is running, and none would without the time's passing. */
  async #rest(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 3; quietTurns += 1) {
      await this.#mapping.whenIdle();
      if (this.#frameio.isBusy || this.#queue.hasVisible) quietTurns = -1;
      await setImmediate();
    }
  }

  /** Hands a batch to the worker. */
  async #work(event: unknown): Promise<unknown> {
    this.#batches += 1;
    const random = new Random(`${this.#seed} batch ${this.#batches}`);
    const { stories, counts, isFaulty } = this.#services;
    const inHand = new Map<string, EventStory>();
    const asked = new Set<string>();
    for (const { receiptHandle, body, attributes } of Object(event).Records) {
      const story = stories.ofMessage(body);
      if (!story) continue;
      const { correlationId, handlers = HANDLERS[story.type] } = JSON.parse(body);
      inHand.set(correlationId, story);
      for (const handler of handlers) asked.add(`${correlationId} ${handler}`);
      stories.received(receiptHandle, story);
      stories.tell(
        story,
        `the worker gets it for ${handlers}, receive ${attributes.ApproximateReceiveCount}, batch ${this.#batches}`,
      );
    }
    const tellAll = (what: string) => {
      for (const story of inHand.values()) stories.tell(story, what);
    };
    try {
      const report = await this.#worker.invoke(event, {
        death: isFaulty ? deathIn(random, { chance: CHANCES.workerKilled, calls: CALLS_OF_BATCH }) : undefined,
        isRecycled: isFaulty && random.chance(CHANCES.recycled),
        onDeath: (how) => {
          counts.add('worker-killed');
          tellAll(`the worker dies ${how}`);
        },
        onLog: (line) => {
          if (!line.includes(HANDLER_BEGINS)) return;
          const { correlation_id: correlationId, handler } = JSON.parse(line);
          const story = inHand.get(correlationId);
          if (!story || asked.has(`${correlationId} ${handler}`)) return;
          this.#unasked.add(story);
          stories.tell(story, `${handler} is begun, and nobody asked for it`);
        },
      });
      tellAll(`the worker reports ${JSON.stringify(report)}`);
      if (isFaulty && random.chance(CHANCES.reportLost)) {
        counts.add('report-lost');
        throw new Error('What the worker reported is lost.');
      }
      return report;
    } catch (error) {
      tellAll(String(error));
      throw error;
    }
  }

  /** Puts what is in the dead-letter queue back, as an operator does. */
  async #redrive(): Promise<void> {
    const { sqs, stories } = this.#services;
    const credentials = { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' };
    const requestHandler = new InProcessHandler(sqs);
    const client = createSqsClient({ region: 'us-east-1', endpoint: 'http://localhost', credentials, requestHandler });
    const operated = ({ options }: Queue) => new CountableQueue(queueUrl('http://localhost', options.name), client);
    const { failure } = await redrive(
      { queue: operated(this.#queue), deadLetterQueue: operated(this.#deadLetterQueue) },
      {
        messageIds: 'all',
        rate: REDRIVEN_A_SECOND,
        waitSeconds: 0,
        clock: this.#clock,
        onRedriven: ({ body }) => stories.tell(stories.ofMessage(body), 'redriven'),
      },
    );
    if (failure) throw failure.error;
  }

  get #outcome() {
    const { stories, frameioState } = this.#services;
    return { stories, frameioState, deadLetters: this.#deadLetterQueue.messages };
  }

  #poolOf(deployed: SynthesizedFunction, width: number): FunctionPool {
    return new FunctionPool({
      function: deployed,
      variables: (url) => variablesOf(deployed, url),
      services: this.#services.listeners,
      width,
      clock: this.#clock,
      onThaw: () => this.#services.counts.add('frozen-and-thawed'),
    });
  }

  async #stop(): Promise<void> {
    await this.#mapping.stop();
    await Promise.all([this.#endpoint.stop(), this.#worker.stop()]);
    await this.#services.close();
  }
}
