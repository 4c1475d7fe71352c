import type { QueueMessage } from './queue-message.ts';

/** Name of the group of all messages without one. Each of them is a tenant of its own, so they are never noisy. */
const NO_GROUP = '';

/** The messages that can be received, in the order in which they became visible, also by their groups. */
export class VisibleMessages {
  readonly #all = new Map<QueueMessage, number>();
  readonly #groups = new Map<string, Set<QueueMessage>>();
  #count = 0;

  get size(): number {
    return this.#all.size;
  }

  add(message: QueueMessage): void {
    this.#count += 1;
    this.#all.set(message, this.#count);
    const { groupId = NO_GROUP } = message.stored;
    const group = this.#groups.get(groupId) ?? new Set();
    this.#groups.set(groupId, group.add(message));
  }

  delete(message: QueueMessage): void {
    this.#all.delete(message);
    const { groupId = NO_GROUP } = message.stored;
    const group = this.#groups.get(groupId);
    group?.delete(message);
    if (group?.size === 0) this.#groups.delete(groupId);
  }

  /** Returns the message at an index of the order. */
  at(index: number): QueueMessage | undefined {
    let remaining = index;
    for (const message of this.#all.keys()) {
      if (remaining <= 0) return message;
      remaining -= 1;
    }
    return undefined;
  }

  /** Returns the first message of a quiet group, otherwise the first one. */
  next(isNoisy: (groupId: string) => boolean): QueueMessage | undefined {
    let quiet: QueueMessage | undefined;
    let first: QueueMessage | undefined;
    for (const [groupId, group] of this.#groups) {
      const [message] = group;
      if (!message) continue;
      if (this.#isBefore(message, first)) first = message;
      if (this.#isBefore(message, quiet) && (groupId === NO_GROUP || !isNoisy(groupId))) quiet = message;
    }
    return quiet ?? first;
  }

  [Symbol.iterator](): Iterator<QueueMessage> {
    return this.#all.keys();
  }

  #isBefore(message: QueueMessage, other: QueueMessage | undefined): boolean {
    return other === undefined || (this.#all.get(message) ?? 0) < (this.#all.get(other) ?? 0);
  }
}
