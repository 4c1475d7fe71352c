import { HANDLER_STARTED } from './app/log-messages.ts';
import { type CrashPlan, drawCrash } from './crash-plan.ts';
import type { SimulatedEvent } from './event-registry.ts';
import { PROBABILITIES } from './fault-rates.ts';
import type { FaultyServices } from './faulty-services.ts';
import type { FunctionPool } from './function-pool.ts';
import { Random } from './random.ts';
import { HANDLERS } from './simulated-events.ts';

/** Approximate number of calls that the worker makes for a batch. */
const CALLS_PER_BATCH = 40;

/** The messages of one batch. */
interface Batch {
  /** Events by the correlation id of their message. */
  readonly events: ReadonlyMap<string, SimulatedEvent>;
  /** The handlers that the messages name, each with the correlation id of its message. */
  readonly requested: ReadonlySet<string>;
}

/** Invokes the worker with batches of messages. The process may crash, and its response may be lost. */
export class SimulatedWorker {
  readonly #seed: string;
  readonly #services: FaultyServices;
  readonly #pool: FunctionPool;
  readonly #unexpected = new Set<SimulatedEvent>();
  #batches = 0;

  constructor(seed: string, services: FaultyServices, pool: FunctionPool) {
    this.#seed = seed;
    this.#services = services;
    this.#pool = pool;
  }

  /** Events for which the worker started a handler that no message named. */
  get unexpected(): ReadonlySet<SimulatedEvent> {
    return this.#unexpected;
  }

  /** Invokes the worker with an event of SQS and returns its response. */
  async invoke(sqsEvent: unknown): Promise<unknown> {
    this.#batches += 1;
    const random = new Random(`${this.#seed} batch ${this.#batches}`);
    const { faultCounts, isFaulty } = this.#services;
    const batch = this.#readBatch(sqsEvent);
    try {
      const response = await this.#pool.invoke(sqsEvent, {
        crash: isFaulty ? this.#drawCrash(random) : undefined,
        isDiscarded: isFaulty && random.chance(PROBABILITIES.environmentDiscarded),
        onCrash: (description) => {
          faultCounts.add('worker-crashed');
          this.#log(batch, `worker crashed ${description}`);
        },
        onLog: (line) => this.#checkStart(line, batch),
      });
      this.#log(batch, `worker response ${JSON.stringify(response)}`);
      if (isFaulty && random.chance(PROBABILITIES.batchResponseLost)) {
        faultCounts.add('batch-response-lost');
        throw new Error('worker response lost');
      }
      return response;
    } catch (error) {
      this.#log(batch, String(error));
      throw error;
    }
  }

  #drawCrash(random: Random): CrashPlan | undefined {
    return drawCrash(random, { probability: PROBABILITIES.workerCrash, calls: CALLS_PER_BATCH });
  }

  #readBatch(sqsEvent: unknown): Batch {
    const { events: registry } = this.#services;
    const events = new Map<string, SimulatedEvent>();
    const requested = new Set<string>();
    for (const { receiptHandle, body, attributes } of Object(sqsEvent).Records) {
      const event = registry.findByMessage(body);
      if (!event) continue;
      const { correlationId, handlers = HANDLERS[event.type] } = JSON.parse(body);
      events.set(correlationId, event);
      for (const handler of handlers) requested.add(handlerKey(correlationId, handler));
      registry.recordReceipt(receiptHandle, event);
      const receive = `receive ${attributes.ApproximateReceiveCount}, batch ${this.#batches}`;
      registry.log(event, `worker received message for ${handlers}, ${receive}`);
    }
    return { events, requested };
  }

  /** Records an event as unexpected if a log line shows the start of a handler that its message does not name. */
  #checkStart(line: string, { events, requested }: Batch): void {
    if (!line.includes(HANDLER_STARTED)) return;
    const { correlation_id: correlationId, handler } = JSON.parse(line);
    const event = events.get(correlationId);
    if (!event || requested.has(handlerKey(correlationId, handler))) return;
    this.#unexpected.add(event);
    this.#services.events.log(event, `unexpected start of handler ${handler}`);
  }

  #log({ events }: Batch, description: string): void {
    for (const event of events.values()) this.#services.events.log(event, description);
  }
}

function handlerKey(correlationId: string, handler: string): string {
  return `${correlationId} ${handler}`;
}
