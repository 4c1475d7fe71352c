import { setImmediate } from 'node:timers/promises';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/synthesize.ts';
import { Turnstile } from '../../lib/queue/turnstile.ts';
import { EventSourceMapping } from '../aws/event-source-mapping.ts';
import type { Queue } from '../aws/sqs/queue.ts';
import { SandboxClock } from '../clock.ts';
import { retryDelayMs, signedHeaders } from '../webhook-sender.ts';
import { FaultyServices } from './faulty-services.ts';
import { type DeathPlan, FunctionPool } from './function-pool.ts';
import { CHANCES } from './odds.ts';
import { Random } from './random.ts';
import type { EventStory } from './story.ts';
import { surprises } from './surprises.ts';
import { secretsOf, variablesOf } from './variables.ts';
import { judge, type Verdict } from './verdict.ts';

/** What is simulated. */
export interface SimulationOptions {
  readonly stack: SynthesizedStack;
  readonly events: number;
  readonly seed: string;
}

const SIGNING_SECRET = 'simulated-signing-secret';

/** Time is set forward in steps: what is due within one happens side by side. */
const STEP_MS = 20_000;

/** The worker's time is cut, so that a call that is never answered does not take a minute of ours. */
const WORKER_TIMEOUT_MS = 8_000;

const ENDPOINT_PROCESSES = 3;
const WORKER_PROCESSES = 3;
/** Frame.io gives up after so many attempts (guide, Webhooks), and waits so long for an answer. */
const MAX_ATTEMPTS = 5;
const ANSWER_TIMEOUT_MS = 5_000;

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
  readonly #frameio = new Turnstile(ENDPOINT_PROCESSES * 2);
  #batches = 0;
  #running = 0;

  private constructor({ stack, seed }: SimulationOptions, clock: SandboxClock, services: FaultyServices) {
    this.#seed = seed;
    this.#clock = clock;
    this.#services = services;
    const { secretsManager, sqs, world } = services;
    const endpoint = functionOf(stack, 'Endpoint');
    const worker = { ...functionOf(stack, 'Worker'), timeoutMs: WORKER_TIMEOUT_MS };
    for (const { environment } of [endpoint, worker]) {
      const { signing, credentials } = secretsOf(environment);
      if (signing) secretsManager.put(signing, SIGNING_SECRET);
      if (credentials) secretsManager.put(credentials, world.token);
    }
    this.#endpoint = this.#poolOf(endpoint, ENDPOINT_PROCESSES);
    this.#worker = this.#poolOf(worker, WORKER_PROCESSES);
    const [source] = stack.eventSources;
    const { redrive } = stack.queues.find(({ logicalId }) => logicalId === source?.queueLogicalId) ?? {};
    if (!source || !redrive) throw new Error('The stack has no worker behind a queue with a dead-letter queue.');
    this.#queue = sqs.queue(source.queueLogicalId);
    this.#deadLetterQueue = sqs.queue(redrive.deadLetterQueueLogicalId);
    this.#queue.surprises = surprises(seed, services);
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
  static async run(options: SimulationOptions): Promise<Verdict> {
    const clock = new SandboxClock();
    const services = await FaultyServices.start(options.stack, options.seed, clock);
    const simulation = new Simulation(options, clock, services);
    try {
      return await simulation.#run(options.events);
    } finally {
      await simulation.#stop();
    }
  }

  async #run(events: number): Promise<Verdict> {
    const { world, stories } = this.#services;
    for (let number = 1; number <= events; number += 1) {
      const file = world.addFile({ name: `Take ${number}.mov`, fileSize: number * 1_000 });
      const story = stories.add({
        account: { id: world.account.id },
        project: { id: file.project_id },
        resource: { id: file.id, type: 'file' },
        type: 'file.ready',
        user: { id: world.uploader.id },
        workspace: { id: world.workspace.id },
      });
      void this.#deliver(story);
    }
    await this.#settle();
    const before = this.#judge();
    // Once more, in peace: what was given up is redriven, and has its effect then, if it did not have it before.
    this.#services.isFaulty = false;
    await this.#redrive();
    await this.#settle();
    const after = this.#judge();
    return { ...before, lost: [...new Set([...before.lost, ...after.lost])], doubled: after.doubled };
  }

  /** Lets the time pass until nothing happens any more. */
  async #settle(): Promise<void> {
    for (;;) {
      await this.#rest();
      const next = this.#clock.nextAlarmAt;
      if (next === undefined) return;
      this.#clock.pass(Math.max(0, next - this.#clock.now()) + STEP_MS);
    }
  }

  /** Resolves when no function is running, and none would without the time's passing. */
  async #rest(): Promise<void> {
    for (let quietTurns = 0; quietTurns < 3; quietTurns += 1) {
      await this.#mapping.settled();
      if (this.#running > 0 || this.#queue.hasVisible) quietTurns = -1;
      await setImmediate();
    }
  }

  /** Delivers an event as Frame.io does, with all that may go wrong on the way. */
  async #deliver(story: EventStory): Promise<void> {
    const random = new Random(`${this.#seed} delivery ${story.number}`);
    let timestamp = this.#timestamp();
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (attempt > 1) {
        await this.#clock.wait(retryDelayMs(attempt, random.next()));
        if (random.chance(CHANCES.signedAnew)) timestamp = this.#timestamp();
      }
      const copies = random.chance(CHANCES.twiceAtOnce) ? 2 : 1;
      const seen = await Promise.all(
        Array.from({ length: copies }, (_, copy) => this.#attempt(story, timestamp, `${attempt}.${copy + 1}`)),
      );
      if (seen.includes(true)) {
        if (!random.chance(CHANCES.againLater)) return;
        await this.#clock.wait(random.below(400_000));
        if (random.chance(CHANCES.signedAnew)) timestamp = this.#timestamp();
        await this.#attempt(story, timestamp, 'again');
        return;
      }
    }
  }

  /** @returns Whether Frame.io was told that the delivery has arrived. */
  async #attempt(story: EventStory, timestamp: number, name: string): Promise<boolean> {
    return await this.#busy(() =>
      this.#frameio.pass(async () => {
        const random = new Random(`${this.#seed} attempt ${story.number} ${name}`);
        const { stories } = this.#services;
        stories.tell(story, `delivery ${name}, signed at ${timestamp}`);
        if (random.chance(CHANCES.requestLost)) {
          stories.tell(story, `delivery ${name} does not arrive`);
          return false;
        }
        const startedAt = performance.now();
        const status = await this.#receive(story, timestamp, name, random);
        const isLate = performance.now() - startedAt > ANSWER_TIMEOUT_MS;
        const isSeen = !isLate && !random.chance(CHANCES.answerLost);
        stories.tell(story, `delivery ${name} is answered ${status}${isSeen ? '' : ', which nobody hears'}`);
        if (status < 200 || status >= 300) return false;
        story.isAcknowledged = true; // a promise, even when it is not heard
        return isSeen;
      }),
    );
  }

  async #receive(story: EventStory, timestamp: number, name: string, random: Random): Promise<number> {
    const event = {
      version: '2.0',
      routeKey: 'POST /frameio',
      rawPath: '/frameio',
      headers: signedHeaders(story.body, SIGNING_SECRET, timestamp),
      requestContext: {
        http: { method: 'POST', path: '/frameio' },
        requestId: `event ${story.number}, delivery ${name}`,
        stage: '$default',
      },
      body: story.body,
      isBase64Encoded: false,
    };
    try {
      const answer = await this.#endpoint.invoke(event, {
        death: this.#deathIn(random, this.#isCursed(story) ? 1 : CHANCES.endpointKilled, 7),
        isRecycled: this.#services.isFaulty && random.chance(CHANCES.recycled),
        onDeath: (how) => this.#services.stories.tell(story, `the endpoint dies ${how}`),
      });
      return Number(Object(answer).statusCode);
    } catch (error) {
      this.#services.stories.tell(story, String(error));
      return 500;
    }
  }

  /** Hands a batch to the worker. */
  async #work(event: unknown): Promise<unknown> {
    this.#batches += 1;
    const random = new Random(`${this.#seed} batch ${this.#batches}`);
    const { stories, isFaulty } = this.#services;
    const inHand: EventStory[] = [];
    for (const { receiptHandle, body, attributes } of Object(event).Records) {
      const story = stories.ofMessage(body);
      if (!story) continue;
      inHand.push(story);
      stories.received(receiptHandle, story);
      stories.tell(story, `the worker gets it, receive ${attributes.ApproximateReceiveCount}, batch ${this.#batches}`);
    }
    const tellAll = (what: string) => {
      for (const story of inHand) stories.tell(story, what);
    };
    try {
      const report = await this.#worker.invoke(event, {
        death: this.#deathIn(random, CHANCES.workerKilled, 40),
        isRecycled: isFaulty && random.chance(CHANCES.recycled),
        onDeath: (how) => tellAll(`the worker dies ${how}`),
      });
      tellAll(`the worker reports ${JSON.stringify(report)}`);
      if (isFaulty && random.chance(CHANCES.reportLost)) throw new Error('What the worker reported is lost.');
      return report;
    } catch (error) {
      tellAll(String(error));
      throw error;
    }
  }

  #isCursed({ number }: EventStory): boolean {
    return new Random(`${this.#seed} curse ${number}`).chance(CHANCES.cursed);
  }

  #deathIn(random: Random, chance: number, calls: number): DeathPlan | undefined {
    const [isDeath, isAtCall, isDone, place] = [
      random.chance(chance),
      random.chance(0.8),
      random.chance(0.6),
      random.next(),
    ];
    if (!isDeath || !this.#services.isFaulty) return undefined;
    if (!isAtCall) return { afterMs: place * 40 };
    return { atCall: 1 + Math.floor(place * calls), death: isDone ? 'when_done' : 'before' };
  }

  /** Puts what is in the dead-letter queue back, as it is. */
  async #redrive(): Promise<void> {
    for (;;) {
      const messages = await this.#deadLetterQueue.receive({ maxMessages: 10, waitSeconds: 0 });
      if (messages.length === 0) return;
      for (const { body, receiptHandle } of messages) {
        this.#services.stories.tell(this.#services.stories.ofMessage(body), 'redriven');
        await this.#queue.send({ body });
        await this.#deadLetterQueue.delete(receiptHandle);
      }
    }
  }

  #judge(): Verdict {
    return judge(this.#services.stories, this.#services.world, this.#deadLetterQueue.messages);
  }

  async #busy<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
    }
  }

  /** Unix seconds. */
  #timestamp(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }

  #poolOf(deployed: SynthesizedFunction, width: number): FunctionPool {
    return new FunctionPool({
      function: deployed,
      variables: (url) => variablesOf(deployed, url),
      services: this.#services.listeners,
      width,
      clock: this.#clock,
    });
  }

  async #stop(): Promise<void> {
    await this.#mapping.stop();
    await Promise.all([this.#endpoint.stop(), this.#worker.stop()]);
    await this.#services.close();
  }
}
