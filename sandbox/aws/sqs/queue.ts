import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock/sandbox-clock.ts';
import type { JournalWriter } from '../../persistence/journal.ts';
import { GroupLoad } from './group-load.ts';
import { type ReceivedMessage, type SentMessage, sizeOf } from './message.ts';
import type { QueueJournalEntry, StoredMessage } from './queue-journal.ts';
import { keyOfReceiptHandle, type MessageState, QueueMessage } from './queue-message.ts';
import {
  DEFAULT_RETENTION_SECONDS,
  DEFAULT_VISIBILITY_TIMEOUT_SECONDS,
  type NewMessage,
  type QueueAnomalies,
  type QueueSettings,
  type ReceiveOptions,
} from './queue-settings.ts';
import { VisibleMessages } from './visible-messages.ts';

/** The settings of a queue, and what it depends on. */
export interface QueueOptions extends QueueSettings {
  readonly arn: string;
  readonly clock: SandboxClock;
  readonly journal: JournalWriter<QueueJournalEntry>;
  readonly findQueue: (name: string) => Queue | undefined;
}

/** SQS guide, "Visibility timeout": at most 12 hours from when the message was received. */
const MAX_HIDDEN_MS = 43_200_000;

/**
 * A standard queue: at-least-once delivery, no guaranteed order. If a message group is noisy, the messages of quiet groups come
 * first (SQS guide, "Amazon SQS fair queues"). A message disappears when its retention period ends,
 * also while it is in flight. In a dead-letter queue the period counts from the original sending (SQS guide, "Setting
 * retention periods for dead-letter queues").
 */
export class Queue {
  readonly options: QueueOptions;
  anomalies: QueueAnomalies = {};
  readonly #messages = new Map<string, QueueMessage>();
  readonly #visible = new VisibleMessages();
  readonly #load = new GroupLoad();
  readonly #waitingReceivers = new Set<() => void>();
  /** No message was sent earlier, so no search for expired messages is needed before this one expires. */
  #oldestSentAt = Infinity;

  constructor(options: QueueOptions) {
    this.options = options;
  }

  /** Sends a message. Resolves when it is in the journal and in the queue. */
  async send({ body, attributes = {}, groupId, delaySeconds = this.options.delaySeconds ?? 0 }: NewMessage) {
    const sentAt = this.options.clock.now();
    const content = { body, attributes, ...(groupId !== undefined && { groupId }) };
    const message = { id: randomUUID(), ...content, sentAt, visibleAt: sentAt + delaySeconds * 1_000 };
    await this.options.journal.append({ kind: 'sent', queue: this.options.name, message });
    this.add(message);
    return message;
  }

  /** Adds a message that is already in the journal. */
  add(message: StoredMessage): void {
    this.#add(new QueueMessage(message), message.visibleAt);
  }

  /** Receives visible messages and hides them. If there are none, waits for one for `waitTimeSeconds`. */
  async receive(options: ReceiveOptions): Promise<readonly ReceivedMessage[]> {
    const { clock } = this.options;
    const deadline = clock.now() + options.waitTimeSeconds * 1_000;
    while (!options.signal?.aborted) {
      const received = this.#receiveVisible(options);
      if (received.length > 0 || clock.now() >= deadline) return received;
      await this.#waitForMessage(deadline, options.signal);
    }
    return [];
  }

  /**
   * Deletes the message. Resolves when the deletion is in the journal. Any receipt handle but the newest has no effect (SQS
   * API reference, DeleteMessage).
   */
  async delete(receiptHandle: string): Promise<void> {
    const message = this.#messages.get(keyOfReceiptHandle(receiptHandle));
    if (!message || (message.receiptHandle !== undefined && message.receiptHandle !== receiptHandle)) return;
    if (!message.isDuplicate) {
      await this.options.journal.append({ kind: 'deleted', queue: this.options.name, id: message.stored.id });
    }
    this.#remove(message);
  }

  /**
   * Sets the visibility timeout of a message in flight, counted from now.
   *
   * @returns Why the timeout cannot be set; `undefined` on success.
   */
  changeVisibility(receiptHandle: string, timeoutSeconds: number): 'not_in_flight' | 'too_long' | undefined {
    this.#deleteExpired();
    const message = this.#messages.get(keyOfReceiptHandle(receiptHandle));
    if (message?.receiptHandle !== receiptHandle || message.state !== 'in_flight') return 'not_in_flight';
    const visibleAt = this.options.clock.now() + timeoutSeconds * 1_000;
    if (visibleAt > message.receivedAt + MAX_HIDDEN_MS) return 'too_long';
    this.#hide(message, visibleAt, 'in_flight');
    return undefined;
  }

  /** Number of messages in each state. */
  get counts(): Readonly<Record<MessageState, number>> {
    this.#deleteExpired();
    const counts = { visible: 0, delayed: 0, in_flight: 0 };
    for (const { state } of this.#messages.values()) counts[state] += 1;
    return counts;
  }

  /** Whether a receive call would return a message now. */
  get hasVisible(): boolean {
    this.#deleteExpired();
    return this.#visible.size > 0;
  }

  /** Messages that can be received now. */
  get visibleMessages(): readonly SentMessage[] {
    this.#deleteExpired();
    return [...this.#visible].map(({ stored }) => stored);
  }

  /** Every message in the queue. Reading this property receives nothing. */
  get messages(): readonly SentMessage[] {
    this.#deleteExpired();
    return [...this.#messages.values()].map(({ stored }) => stored);
  }

  /** Returns when each message is visible, or becomes visible again, in milliseconds since 1970, by its id. */
  get visibleTimes(): ReadonlyMap<string, number> {
    return new Map([...this.#messages.values()].map(({ stored, visibleAt }) => [stored.id, visibleAt]));
  }

  /** Returns the state of each message, by its id. */
  get states(): ReadonlyMap<string, MessageState> {
    return new Map([...this.#messages.values()].map(({ stored, state }) => [stored.id, state]));
  }

  /** Deletes a message, whoever may have received it. */
  async deleteById(id: string): Promise<void> {
    const message = this.#messages.get(id);
    if (!message) return;
    await this.options.journal.append({ kind: 'deleted', queue: this.options.name, id });
    this.#remove(message);
  }

  #receiveVisible({ maxMessages, maxBytes = Infinity, ...options }: ReceiveOptions): readonly ReceivedMessage[] {
    this.#deleteExpired();
    const now = this.options.clock.now();
    const timeoutSeconds =
      options.visibilityTimeoutSeconds ?? this.options.visibilityTimeoutSeconds ?? DEFAULT_VISIBILITY_TIMEOUT_SECONDS;
    const taken: QueueMessage[] = [];
    let bytes = 0;
    for (let next = this.#next(); next && taken.length < maxMessages; next = this.#next()) {
      bytes += sizeOf(next.stored);
      if (taken.length > 0 && bytes > maxBytes) break;
      this.#visible.delete(next);
      if (!this.#moveToDeadLetterQueue(next)) taken.push(next);
    }
    return taken.map((message) => {
      const received = message.receive(now);
      const { id } = received;
      if (!message.isDuplicate) this.#record({ kind: 'received', queue: this.options.name, id, at: now });
      this.#hide(message, now + timeoutSeconds * 1_000, 'in_flight');
      if (!message.isDuplicate && this.anomalies.isDuplicated?.(received)) {
        this.#add(new QueueMessage(message.stored, { isDuplicate: true }), now);
      }
      return received;
    });
  }

  #next(): QueueMessage | undefined {
    const index = this.anomalies.pickNext?.(this.#visible.size);
    return index === undefined ? this.#visible.next((groupId) => this.#load.isNoisy(groupId)) : this.#visible.at(index);
  }

  /** Applies the redrive policy. Returns whether the message was moved. */
  #moveToDeadLetterQueue(message: QueueMessage): boolean {
    const { name, arn, redrivePolicy, findQueue } = this.options;
    if (!redrivePolicy || message.receiveCount < redrivePolicy.maxReceiveCount) return false;
    const to = findQueue(redrivePolicy.deadLetterQueue);
    if (!to) return false;
    const { id } = message.stored;
    if (!message.isDuplicate) this.#record({ kind: 'moved', queue: name, id, to: to.options.name, sourceArn: arn });
    this.#remove(message);
    const moved = { ...message.stored, receiveCount: 0, deadLetterSourceArn: arn };
    to.#add(new QueueMessage(moved, message), moved.visibleAt);
    return true;
  }

  #add(message: QueueMessage, visibleAt: number): void {
    this.#oldestSentAt = Math.min(this.#oldestSentAt, message.stored.sentAt);
    this.#messages.set(message.key, message);
    this.#hide(message, visibleAt, 'delayed');
  }

  #hide(message: QueueMessage, until: number, state: MessageState): void {
    message.cancelTimer();
    this.#visible.delete(message);
    if (message.state !== 'in_flight' && state === 'in_flight') this.#load.start(message.stored.groupId);
    message.state = state;
    message.visibleAt = until;
    if (until <= this.options.clock.now()) this.#show(message);
    else message.cancelTimer = this.options.clock.schedule(until, () => this.#show(message));
  }

  #show(message: QueueMessage): void {
    this.#endFlight(message);
    message.state = 'visible';
    this.#visible.add(message);
    for (const wake of this.#waitingReceivers) wake();
  }

  #remove(message: QueueMessage): void {
    message.cancelTimer();
    this.#visible.delete(message);
    this.#messages.delete(message.key);
    this.#endFlight(message);
  }

  /** Notes that a message is deleted, or visible again. */
  #endFlight({ state, receivedAt, stored }: QueueMessage): void {
    if (state === 'in_flight') this.#load.end(stored.groupId, { receivedAt, now: this.options.clock.now() });
  }

  /** Deletes the messages whose retention period has ended. Called before each access, so it needs no timer. */
  #deleteExpired(): void {
    const { clock, name, retentionSeconds = DEFAULT_RETENTION_SECONDS } = this.options;
    const sentBefore = clock.now() - retentionSeconds * 1_000;
    if (sentBefore < this.#oldestSentAt) return;
    this.#oldestSentAt = Infinity;
    for (const message of this.#messages.values()) {
      const { id, sentAt } = message.stored;
      if (sentAt > sentBefore) this.#oldestSentAt = Math.min(this.#oldestSentAt, sentAt);
      else {
        this.#remove(message);
        if (!message.isDuplicate) this.#record({ kind: 'deleted', queue: name, id });
      }
    }
  }

  /** Records an entry that may be lost without harm. */
  #record(entry: QueueJournalEntry): void {
    this.options.journal.append(entry).catch(() => undefined);
  }

  /** Resolves when a message becomes visible, at the deadline, or when the receiver disconnects. */
  #waitForMessage(deadline: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waitingReceivers.delete(wake);
        cancelTimer();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancelTimer = deadline === Infinity ? () => undefined : this.options.clock.schedule(deadline, wake);
      this.#waitingReceivers.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
