/** SQS guide, "How Amazon SQS fair queues work": the shares above which a message group is a noisy neighbor. */
const MAX_SHARE = 0.1;
const MIN_IN_FLIGHT = 30;

/** Time after which a processing time counts half. The guide calls the share "recent" and gives no duration. */
const HALF_LIFE_MS = 60_000;

/**
 * What each message group takes of the capacity of the consumers. A group is noisy if it has more than 10% of the messages
 * in flight, and at least 30, or if it recently took more than 10% of the processing time.
 */
export class GroupLoad {
  readonly #inFlight = new Map<string, number>();
  readonly #processingMs = new Map<string, number>();
  #totalInFlight = 0;
  #decayedAt = 0;

  /** Notes that a message was received. Without a group, it counts only for the total. */
  start(groupId: string | undefined): void {
    this.#totalInFlight += 1;
    if (groupId !== undefined) this.#inFlight.set(groupId, (this.#inFlight.get(groupId) ?? 0) + 1);
  }

  /** Notes that a message is no longer in flight: it was deleted, or is visible again. */
  end(groupId: string | undefined, { receivedAt, now }: { readonly receivedAt: number; readonly now: number }): void {
    this.#totalInFlight -= 1;
    this.#decay(now);
    const key = groupId ?? '';
    this.#processingMs.set(key, (this.#processingMs.get(key) ?? 0) + now - receivedAt);
    if (groupId === undefined) return;
    const remaining = (this.#inFlight.get(groupId) ?? 0) - 1;
    if (remaining > 0) this.#inFlight.set(groupId, remaining);
    else this.#inFlight.delete(groupId);
  }

  isNoisy(groupId: string): boolean {
    const inFlight = this.#inFlight.get(groupId) ?? 0;
    if (inFlight >= MIN_IN_FLIGHT && inFlight > MAX_SHARE * this.#totalInFlight) return true;
    let total = 0;
    for (const ms of this.#processingMs.values()) total += ms;
    return (this.#processingMs.get(groupId) ?? 0) > MAX_SHARE * total;
  }

  #decay(now: number): void {
    const factor = 0.5 ** ((now - this.#decayedAt) / HALF_LIFE_MS);
    this.#decayedAt = now;
    for (const [groupId, ms] of this.#processingMs) {
      if (ms * factor < 1) this.#processingMs.delete(groupId);
      else this.#processingMs.set(groupId, ms * factor);
    }
  }
}
