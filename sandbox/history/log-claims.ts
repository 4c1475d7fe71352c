import { parseRecord } from '../../lib/core/type-guards.ts';

/** Maximum number of lines that wait for the id of their request, and of ids to remember. */
const MAX_UNCLAIMED = 500;
const MAX_IDS = 5_000;

/** Finds out which delivery a log line is about. The id of its request is known only after the response. */
export class LogClaims {
  /** Id of a delivery by the id of a request. */
  readonly #owners = new Map<string, string>();
  #unclaimed: { readonly requestId: string; readonly line: string }[] = [];

  /** Assigns requests to a delivery. Returns the earlier lines about them. */
  claim(deliveryId: string, requestIds: readonly string[]): readonly string[] {
    for (const requestId of requestIds) this.#owners.set(requestId, deliveryId);
    for (const requestId of this.#owners.keys()) {
      if (this.#owners.size <= MAX_IDS) break;
      this.#owners.delete(requestId);
    }
    const claimed = this.#unclaimed.filter(({ requestId }) => requestIds.includes(requestId));
    if (claimed.length > 0) this.#unclaimed = this.#unclaimed.filter((entry) => !claimed.includes(entry));
    return claimed.map(({ line }) => line);
  }

  /**
   * Returns the id of the delivery that a line is about, if that is known.
   *
   * @param runningId - Delivery to which a line without the id of a request belongs.
   */
  ownerOf(line: string, runningId: string | undefined): string | undefined {
    const { correlation_id: requestId } = parseRecord(line) ?? {};
    if (typeof requestId !== 'string') return runningId;
    const owner = this.#owners.get(requestId);
    if (owner !== undefined) return owner;
    this.#unclaimed.push({ requestId, line });
    if (this.#unclaimed.length > MAX_UNCLAIMED) this.#unclaimed.shift();
    return undefined;
  }
}
