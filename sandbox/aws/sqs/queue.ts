import { randomUUID } from 'node:crypto';
import { HeldMessage, keyOfHandle, type MessageState } from './held-message.ts';
import { type ReceivedMessage, type SentMessage, sizeOf } from './message.ts';
import type { QueueEntry, StoredMessage } from './queue-entry.ts';
import {
  DEFAULT_RETENTION_SECONDS,
  DEFAULT_VISIBILITY_SECONDS,
  type NewMessage,
  type QueueOptions,
  type QueueSurprises,
  type ReceiveOptions,
} from './queue-options.ts';

/** SQS guide: a message can be hidden for 12 hours after it was received, and no longer. */
const MAX_HIDDEN_MS = 43_200_000;

/**
 * A standard queue: at least once, in no promised order. A message whose time is over is gone without a word, whether it is
 * visible or not; one that was moved to a dead-letter queue has been there since it was first sent (SQS guide, "Setting
 * retention periods for dead-letter queues").
 */
export class Queue {
  readonly options: QueueOptions;
  surprises: QueueSurprises = {};
  readonly #held = new Map<string, HeldMessage>();
  /** In the order in which they became visible. */
  readonly #visible = new Set<HeldMessage>();
  readonly #waiting = new Set<() => void>();
  /** When the oldest message there may be was sent: before its time is over none is looked at. */
  #oldestSentAt = Infinity;

  constructor(options: QueueOptions) {
    this.options = options;
  }

  /** Adds a message; it is in the queue, and written down, when this resolves. */
  async send({ body, attributes = {}, delaySeconds = this.options.delaySeconds ?? 0 }: NewMessage) {
    const sentAt = this.options.clock.now();
    const message = { id: randomUUID(), body, attributes, sentAt, visibleAt: sentAt + delaySeconds * 1_000 };
    await this.options.log.append({ kind: 'sent', queue: this.options.name, message });
    this.add(message);
    return message;
  }

  /** Adds a message that is written down already. */
  add(message: StoredMessage): void {
    this.#hold(new HeldMessage(message), message.visibleAt);
  }

  /** Hands out visible messages, which are hidden from then on. Without any, it waits as long as it is told to. */
  async receive(options: ReceiveOptions): Promise<readonly ReceivedMessage[]> {
    const { clock } = this.options;
    const deadline = clock.now() + options.waitSeconds * 1_000;
    while (!options.signal?.aborted) {
      const received = this.#take(options);
      if (received.length > 0 || clock.now() >= deadline) return received;
      await this.#change(deadline, options.signal);
    }
    return [];
  }

  /**
   * Deletes the message; written down when this resolves. With a handle that is not the last one given out for it this
   * does nothing (SQS API reference, DeleteMessage).
   */
  async delete(receiptHandle: string): Promise<void> {
    const held = this.#held.get(keyOfHandle(receiptHandle));
    if (!held || (held.handle !== undefined && held.handle !== receiptHandle)) return;
    if (!held.isDouble) {
      await this.options.log.append({ kind: 'deleted', queue: this.options.name, id: held.stored.id });
    }
    this.#remove(held);
  }

  /**
   * Hides a message that is being worked on for so long from now.
   *
   * @returns Why it cannot be, if it cannot.
   */
  changeVisibility(receiptHandle: string, seconds: number): 'not_in_flight' | 'too_long' | undefined {
    this.#forget();
    const held = this.#held.get(keyOfHandle(receiptHandle));
    if (held?.handle !== receiptHandle || held.state !== 'in_flight') return 'not_in_flight';
    const visibleAt = this.options.clock.now() + seconds * 1_000;
    if (visibleAt > held.receivedAt + MAX_HIDDEN_MS) return 'too_long';
    this.#hide(held, visibleAt, 'in_flight');
    return undefined;
  }

  /** How many messages there are of each state. */
  get counts(): Readonly<Record<MessageState, number>> {
    this.#forget();
    const counts = { visible: 0, delayed: 0, in_flight: 0 };
    for (const { state } of this.#held.values()) counts[state] += 1;
    return counts;
  }

  /** Whether a message could be received now. */
  get hasVisible(): boolean {
    this.#forget();
    return this.#visible.size > 0;
  }

  /** What is in the queue, to look at: nothing is handed out. */
  get messages(): readonly SentMessage[] {
    this.#forget();
    return [...this.#held.values()].map(({ stored }) => stored);
  }

  #take({ maxMessages, maxBytes = Infinity, visibilitySeconds }: ReceiveOptions): readonly ReceivedMessage[] {
    this.#forget();
    const now = this.options.clock.now();
    const hiddenSeconds = visibilitySeconds ?? this.options.visibilitySeconds ?? DEFAULT_VISIBILITY_SECONDS;
    const taken: HeldMessage[] = [];
    let bytes = 0;
    for (let held = this.#next(); held && taken.length < maxMessages; held = this.#next()) {
      bytes += sizeOf(held.stored);
      if (taken.length > 0 && bytes > maxBytes) break;
      this.#visible.delete(held);
      if (!this.#redrive(held)) taken.push(held);
    }
    return taken.map((held) => {
      const message = held.handOut(now);
      if (!held.isDouble) this.#note({ kind: 'received', queue: this.options.name, id: message.id, at: now });
      this.#hide(held, now + hiddenSeconds * 1_000, 'in_flight');
      if (!held.isDouble && this.surprises.isDoubled?.(message))
        this.#hold(new HeldMessage(held.stored, { isDouble: true }), now);
      return message;
    });
  }

  #next(): HeldMessage | undefined {
    let left = this.surprises.pick?.(this.#visible.size) ?? 0;
    for (const held of this.#visible) {
      if (left <= 0) return held;
      left -= 1;
    }
    return undefined;
  }

  /** Moves a message that has been received too often, if there is somewhere to move it to. */
  #redrive(held: HeldMessage): boolean {
    const { name, arn, redrive, findQueue } = this.options;
    const to = redrive && held.receiveCount >= redrive.maxReceiveCount ? findQueue(redrive.queue) : undefined;
    if (!to) return false;
    const { id } = held.stored;
    if (!held.isDouble) this.#note({ kind: 'moved', queue: name, id, to: to.options.name, sourceArn: arn });
    this.#remove(held);
    const moved = { ...held.stored, receiveCount: 0, deadLetterSourceArn: arn };
    to.#hold(new HeldMessage(moved, held), moved.visibleAt);
    return true;
  }

  #hold(held: HeldMessage, visibleAt: number): void {
    this.#oldestSentAt = Math.min(this.#oldestSentAt, held.stored.sentAt);
    this.#held.set(held.key, held);
    this.#hide(held, visibleAt, 'delayed');
  }

  #hide(held: HeldMessage, until: number, state: MessageState): void {
    held.cancelAlarm();
    this.#visible.delete(held);
    held.state = state;
    if (until <= this.options.clock.now()) this.#show(held);
    else held.cancelAlarm = this.options.clock.at(until, () => this.#show(held));
  }

  #show(held: HeldMessage): void {
    held.state = 'visible';
    this.#visible.add(held);
    for (const wake of this.#waiting) wake();
  }

  #remove(held: HeldMessage): void {
    held.cancelAlarm();
    this.#visible.delete(held);
    this.#held.delete(held.key);
  }

  /** Deletes the messages whose time is over. No alarm rings for it: nobody could tell the moment. */
  #forget(): void {
    const { clock, name, retentionSeconds = DEFAULT_RETENTION_SECONDS } = this.options;
    const sentBefore = clock.now() - retentionSeconds * 1_000;
    if (sentBefore < this.#oldestSentAt) return;
    this.#oldestSentAt = Infinity;
    for (const held of this.#held.values()) {
      const { id, sentAt } = held.stored;
      if (sentAt > sentBefore) this.#oldestSentAt = Math.min(this.#oldestSentAt, sentAt);
      else {
        this.#remove(held);
        if (!held.isDouble) this.#note({ kind: 'deleted', queue: name, id });
      }
    }
  }

  /** Writes down what may be forgotten without harm. */
  #note(entry: QueueEntry): void {
    this.options.log.append(entry).catch(() => undefined);
  }

  /** Resolves when a message becomes visible, at the deadline, or when the receiver has hung up. */
  #change(deadline: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        cancelAlarm();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancelAlarm = deadline === Infinity ? () => undefined : this.options.clock.at(deadline, wake);
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
