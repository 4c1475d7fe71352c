import { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { Listener } from '../../http/listen.ts';
import { Journal, type JournalWriter, NO_JOURNAL } from '../../persistence/journal.ts';
import {
  AwsServiceError,
  type FaultOption,
  jsonService,
  type ServiceCall,
  type ServiceCaller,
} from '../json-protocol/json-service.ts';
import { OPERATIONS } from './operations.ts';
import { Queue } from './queue.ts';
import { compactQueueJournal, type QueueJournalEntry } from './queue-journal.ts';
import { queueArn } from './queue-names.ts';
import type { QueueSettings } from './queue-settings.ts';

/** Options of the sandbox's SQS. */
export interface SqsOptions {
  readonly queues: readonly QueueSettings[];
  /** @default a clock that follows the machine's */
  readonly clock?: SandboxClock;
  /**
   * File that stores the messages.
   * @default none: messages are in memory only
   */
  readonly journalPath?: string;
}

/**
 * Amazon SQS with standard queues: the operations that this project calls, in the protocol of the AWS SDK. Set
 * `AWS_ENDPOINT_URL_SQS` to its URL. With a journal it survives `kill -9`. After a restart it has every message whose
 * `SendMessage` it acknowledged, and none whose `DeleteMessage` it acknowledged.
 */
export class Sqs {
  /** Every call so far. */
  readonly calls: ServiceCall[] = [];
  /** Fault to simulate. */
  fault: FaultOption;
  readonly listener: Listener;
  readonly #queues: ReadonlyMap<string, Queue>;
  readonly #journal: JournalWriter<QueueJournalEntry>;

  private constructor(
    queues: readonly QueueSettings[],
    clock: SandboxClock,
    journal: JournalWriter<QueueJournalEntry>,
  ) {
    this.#journal = journal;
    const findQueue = (name: string) => this.#queues.get(name);
    this.#queues = new Map(
      queues.map((queue) => [
        queue.name,
        new Queue({ ...queue, arn: queueArn(queue.name), clock, journal, findQueue }),
      ]),
    );
    this.listener = jsonService({
      service: 'sqs',
      target: 'AmazonSQS',
      version: '1.0',
      clock,
      onCall: (call) => void this.calls.push(call),
      fault: () => this.fault,
      handle: async (call, caller) => ({ status: 200, body: await this.#handle(call, caller) }),
    });
  }

  static async start({ queues, clock = new SandboxClock(), journalPath }: SqsOptions): Promise<Sqs> {
    if (journalPath === undefined) return new Sqs(queues, clock, NO_JOURNAL);
    const { journal, entries } = await Journal.open<QueueJournalEntry>(journalPath, compactQueueJournal);
    const sqs = new Sqs(queues, clock, journal);
    for (const entry of entries) {
      // If the template no longer has the queue, the journal keeps its messages.
      if (entry.kind === 'sent') sqs.#queues.get(entry.queue)?.add(entry.message);
    }
    return sqs;
  }

  /**
   * Runs an operation for a caller in this process, without faults.
   *
   * @throws AwsServiceError
   */
  async call(operation: string, input: object): Promise<object> {
    const caller = { host: 'localhost', signal: new AbortController().signal };
    return await this.#handle({ operation, input: { ...input } }, caller);
  }

  async #handle({ operation: name, input }: ServiceCall, caller: ServiceCaller): Promise<object> {
    const operation = OPERATIONS.get(name);
    if (!operation) {
      throw new AwsServiceError('UnknownOperationException', `The sandbox does not implement ${name} of SQS.`);
    }
    return await operation(input, { queues: this.#queues, caller });
  }

  /** @throws Error when there is no queue with this name. */
  queue(name: string): Queue {
    const queue = this.#queues.get(name);
    if (!queue) throw new Error(`There is no queue ${name}. The queues are: ${[...this.#queues.keys()].join(', ')}.`);
    return queue;
  }

  /** Resolves when the journal is on disk. */
  async close(): Promise<void> {
    await this.#journal.close();
  }
}
