import { SandboxClock } from '../../clock.ts';
import { type EntryLog, Journal, NO_JOURNAL } from '../../journal.ts';
import type { Listener } from '../../listen.ts';
import {
  type FaultOption,
  jsonService,
  type ServiceCall,
  type ServiceCaller,
  ServiceRefusal,
} from '../json-service.ts';
import { OPERATIONS } from './operations.ts';
import { Queue } from './queue.ts';
import { leftInQueues, type QueueEntry } from './queue-entry.ts';
import { queueArn } from './queue-names.ts';
import type { QueueSettings } from './queue-options.ts';

/** What an SQS is started with. */
export interface SqsOptions {
  readonly queues: readonly QueueSettings[];
  /** @default one that follows the machine's */
  readonly clock?: SandboxClock;
  /** File that keeps what is in the queues. Without it, messages are in memory only. */
  readonly journalPath?: string;
}

/**
 * The calls of Amazon SQS this project makes, on standard queues, in the protocol the AWS SDK speaks. Point the SDK at
 * it with `AWS_ENDPOINT_URL_SQS`. With a journal, it may be killed at any moment: started again, it has every message
 * whose sending was answered, but none whose deletion was.
 */
export class Sqs {
  /** Every call so far. */
  readonly calls: ServiceCall[] = [];
  /** What is wrong with the service, if anything. */
  fault: FaultOption;
  readonly listener: Listener;
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #log: EntryLog<QueueEntry>;

  private constructor(queues: readonly QueueSettings[], clock: SandboxClock, log: EntryLog<QueueEntry>) {
    this.#log = log;
    const findQueue = (name: string) => this.#queues.get(name);
    this.#queues = new Map(
      queues.map((queue) => [queue.name, new Queue({ ...queue, arn: queueArn(queue.name), clock, log, findQueue })]),
    );
    this.listener = jsonService({
      service: 'sqs',
      target: 'AmazonSQS',
      version: '1.0',
      clock,
      onCall: (call) => void this.calls.push(call),
      fault: () => this.fault,
      answer: async (call, caller) => ({ status: 200, body: await this.#answer(call, caller) }),
    });
  }

  static async start({ queues, clock = new SandboxClock(), journalPath }: SqsOptions): Promise<Sqs> {
    if (journalPath === undefined) return new Sqs(queues, clock, NO_JOURNAL);
    const { journal, entries } = await Journal.open<QueueEntry>(journalPath, leftInQueues);
    const sqs = new Sqs(queues, clock, journal);
    for (const entry of entries) {
      // A queue that is no longer in the template keeps its messages in the journal.
      if (entry.kind === 'sent') sqs.#queues.get(entry.queue)?.add(entry.message);
    }
    return sqs;
  }

  /**
   * Does what is asked by a caller within this process, to whom nothing goes wrong.
   *
   * @throws ServiceRefusal
   */
  async call(operation: string, input: object): Promise<object> {
    const caller = { host: 'localhost', signal: new AbortController().signal };
    return await this.#answer({ operation, input: { ...input } }, caller);
  }

  async #answer({ operation: name, input }: ServiceCall, caller: ServiceCaller): Promise<object> {
    const operation = OPERATIONS.get(name);
    if (!operation) {
      throw new ServiceRefusal('UnknownOperationException', `The sandbox has no operation ${name}.`);
    }
    return await operation(input, { queues: this.#queues, caller });
  }

  /** @throws Error when there is no queue of this name. */
  queue(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw new Error(`There is no queue ${name}.`);
    return queue;
  }

  /** Resolves when all is written down. */
  async close(): Promise<void> {
    await this.#log.close();
  }
}
