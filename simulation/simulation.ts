import { setImmediate } from 'node:timers/promises';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../cdk/read-synthesized.ts';
import { EventSourceMapping } from '../sandbox/aws/lambda/event-source-mapping.ts';
import type { Queue } from '../sandbox/aws/sqs/queue.ts';
import { SandboxClock } from '../sandbox/clock/sandbox-clock.ts';
import { LONGEST_TEMPORARY_REFUSAL_MS } from './app/checklist.ts';
import { checkInvariants, type InvariantReport, type SimulationState } from './check-invariants.ts';
import type { SimulatedEvent } from './event-registry.ts';
import { isAlwaysRefused, mayFailPermanently } from './expected-effect.ts';
import type { FaultCounts } from './fault-counts.ts';
import { FaultyServices } from './faulty-services.ts';
import { FrameioSender } from './frameio-sender.ts';
import { secretNamesIn, variablesFor } from './function-environment.ts';
import { FunctionPool } from './function-pool.ts';
import { queueAnomalies } from './queue-anomalies.ts';
import { Random } from './random.ts';
import { redriveAll } from './redrive-all.ts';
import { EVENT_TYPES, OCCURRENCES } from './simulated-events.ts';
import { SimulatedWorker } from './simulated-worker.ts';

/** What to simulate. */
export interface SimulationOptions {
  readonly stack: SynthesizedStack;
  readonly events: number;
  readonly seed: string;
  /** Called when an event is acknowledged for the first time. */
  readonly onAcknowledged: () => void;
}

/** Result of a simulation. The numbers are those before the redrive. */
export interface SimulationResult extends InvariantReport {
  readonly events: number;
  /** Number of events that were acknowledged with a 2xx. */
  readonly acknowledged: number;
  /** Events for which the worker started a handler that no message named. */
  readonly unexpected: readonly SimulatedEvent[];
  /** Number of clicks of the custom action. Each counts as an event. */
  readonly clicks: number;
  /** Number of clicks that a dialog of success answered. */
  readonly confirmed: number;
  /** Clicks whose repeat got another dialog. */
  readonly contradicted: readonly SimulatedEvent[];
  readonly faultCounts: FaultCounts;
}

const SIGNING_SECRET = 'simulated-signing-secret';
const ACTION_SIGNING_SECRET = 'simulated-signing-secret-of-the-action';

/** The clock advances in steps. Timers within one step run concurrently. */
const STEP_MS = 20_000;

/** Shorter than deployed, so that a call without a response does not block the simulation for a minute. */
const WORKER_TIMEOUT_MS = 8_000;

/**
 * Maximum difference between the clock of a process and the simulation's. Two processes differ by twice as much, which is
 * the tolerance of the framework.
 */
const MAX_CLOCK_SKEW_MS = 5_000;

const ENDPOINT_PROCESSES = 3;
const WORKER_PROCESSES = 3;

/** Event loop turns without activity after which the functions count as idle. */
const IDLE_TURNS = 3;

/** Sends events through the bundles of a stack while their services, processes and queues fail. */
export class Simulation {
  readonly #seed: string;
  readonly #clock: SandboxClock;
  readonly #services: FaultyServices;
  readonly #hasActions: boolean;
  readonly #endpoint: FunctionPool;
  /** Serves the custom action. Inline, it is the endpoint. */
  readonly #actions: FunctionPool;
  readonly #workerPool: FunctionPool;
  readonly #worker: SimulatedWorker;
  readonly #queue: Queue;
  readonly #deadLetterQueue: Queue;
  readonly #mapping: EventSourceMapping;
  readonly #sender: FrameioSender;

  private constructor(options: SimulationOptions, clock: SandboxClock, services: FaultyServices) {
    const { stack, seed, onAcknowledged } = options;
    this.#seed = seed;
    this.#clock = clock;
    this.#services = services;
    const { secretsManager, sqs, frameioState } = services;
    const endpoint = functionOf(stack, 'endpoint');
    const worker = { ...functionOf(stack, 'worker'), timeoutMs: WORKER_TIMEOUT_MS };
    const actions = stack.functions.find(({ role }) => role === 'actions');
    this.#hasActions = stack.manifest.actions.length > 0;
    for (const { environment } of [endpoint, worker, ...(actions ? [actions] : [])]) {
      const { signing, actionSigning, credentials } = secretNamesIn(environment);
      if (actionSigning) secretsManager.put(actionSigning, ACTION_SIGNING_SECRET);
      if (signing) secretsManager.put(signing, SIGNING_SECRET);
      if (credentials) secretsManager.put(credentials, frameioState.token);
    }
    this.#endpoint = this.#poolOf(endpoint, ENDPOINT_PROCESSES);
    this.#actions = actions ? this.#poolOf(actions, ENDPOINT_PROCESSES) : this.#endpoint;
    this.#workerPool = this.#poolOf(worker, WORKER_PROCESSES);
    this.#worker = new SimulatedWorker(seed, services, this.#workerPool);
    this.#sender = new FrameioSender({
      seed,
      clock,
      services,
      webhooks: { endpoint: this.#endpoint, path: '/frameio', signingSecret: SIGNING_SECRET },
      actions: { endpoint: this.#actions, path: '/actions', signingSecret: ACTION_SIGNING_SECRET },
      concurrency: ENDPOINT_PROCESSES * 2,
      onAcknowledged,
    });
    const [source] = stack.eventSources;
    const { redrive } = stack.queues.find(({ logicalId }) => logicalId === source?.queueLogicalId) ?? {};
    if (!source || !redrive) throw new Error('The stack must have a worker on a queue with a dead-letter queue.');
    this.#queue = sqs.queue(source.queueLogicalId);
    this.#deadLetterQueue = sqs.queue(redrive.deadLetterQueueLogicalId);
    this.#queue.anomalies = queueAnomalies(seed, services);
    this.#mapping = new EventSourceMapping({
      queue: this.#queue,
      invoke: (event) => this.#worker.invoke(event),
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
    const { events: registry, faultCounts } = this.#services;
    for (let remaining = events; remaining > 0; ) {
      const event = this.#addEvent();
      const occurrences = Math.min(remaining, OCCURRENCES[event.type]);
      void this.#sender.deliver(event, occurrences);
      remaining -= occurrences;
    }
    await this.#runUntilSettled();
    const before = checkInvariants(this.#state, mayFailPermanently);
    // Now nothing fails, and all dead letters are redriven. So every effect must happen, unless its handler always refuses.
    this.#services.isFaulty = false;
    this.#clock.advance(LONGEST_TEMPORARY_REFUSAL_MS + 2 * MAX_CLOCK_SKEW_MS);
    const [queue, deadLetterQueue] = [this.#queue.options.name, this.#deadLetterQueue.options.name];
    await redriveAll(this.#services, { queue, deadLetterQueue }, this.#clock);
    await this.#runUntilSettled();
    const after = checkInvariants(this.#state, isAlwaysRefused);
    return {
      ...before,
      events,
      acknowledged: this.#sender.acknowledged,
      lost: [...before.lost, ...after.lost],
      duplicated: after.duplicated,
      unexpected: registry.all.filter((event) => this.#worker.unexpected.has(event)),
      clicks: registry.all.filter(({ type }) => type === 'note').length,
      confirmed: registry.all.filter(isConfirmed).length,
      contradicted: registry.all.filter(({ dialogs }) => dialogs.size > 1),
      faultCounts,
    };
  }

  #addEvent(): SimulatedEvent {
    const { frameioState, events } = this.#services;
    const number = events.all.length + 1;
    const random = new Random(`${this.#seed} event ${number}`);
    const file = frameioState.addFile({ name: `Take ${number}.mov`, fileSize: number * 1_000 });
    const types = EVENT_TYPES.filter(([, type]) => this.#hasActions || type !== 'note');
    const type = random.pick(types) ?? 'file.ready';
    return events.add({
      ...(type === 'note' && {
        account_id: frameioState.account.id,
        action_id: 'simulated-action',
        interaction_id: `interaction ${number} of ${this.#seed}`,
      }),
      account: { id: frameioState.account.id },
      project: { id: file.project_id },
      resource: { id: file.id, type: 'file' },
      type,
      user: { id: frameioState.uploader.id },
      workspace: { id: frameioState.workspace.id },
    });
  }

  /** Advances the clock until nothing is running and no timer is left. */
  async #runUntilSettled(): Promise<void> {
    for (;;) {
      await this.#whenIdle();
      const next = this.#clock.nextTimerAt;
      if (next === undefined) return;
      // Does not skip a delayed call: a retry that comes too early must find that the first call has not arrived.
      const stepMs = this.#services.hasDelayedCalls ? 0 : STEP_MS;
      this.#clock.advance(Math.max(0, next - this.#clock.now()) + stepMs);
    }
  }

  /** Resolves when no function is running and none can start before the clock advances. */
  async #whenIdle(): Promise<void> {
    for (let idleTurns = 0; idleTurns < IDLE_TURNS; idleTurns += 1) {
      await this.#mapping.whenIdle();
      if (this.#sender.isBusy || this.#queue.hasVisible) idleTurns = -1;
      await setImmediate();
    }
  }

  get #state(): SimulationState {
    const { events, frameioState } = this.#services;
    return { events, frameioState, deadLetters: this.#deadLetterQueue.messages };
  }

  #poolOf(deployed: SynthesizedFunction, concurrency: number): FunctionPool {
    const random = new Random(`${this.#seed} clocks ${deployed.role}`);
    return new FunctionPool({
      drawClockSkewMs: () => {
        this.#services.faultCounts.add('clock-skewed');
        return Math.round((random.next() * 2 - 1) * MAX_CLOCK_SKEW_MS);
      },
      function: deployed,
      variables: (url) => variablesFor(deployed, url),
      services: this.#services.listeners,
      concurrency,
      clock: this.#clock,
      onThaw: () => this.#services.faultCounts.add('frozen-and-thawed'),
    });
  }

  async #stop(): Promise<void> {
    await this.#mapping.stop();
    await Promise.all([this.#endpoint.stop(), this.#actions.stop(), this.#workerPool.stop()]);
    await this.#services.close();
  }
}

function isConfirmed({ type, deliveries }: SimulatedEvent): boolean {
  return type === 'note' && [...deliveries.values()].some(({ isPromised }) => isPromised);
}
