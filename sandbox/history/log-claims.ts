import { parseRecord } from '../../lib/core/type-guards.ts';

/** Maximum number of lines that wait for the id of their request, and of ids to remember. */
const MAX_UNCLAIMED = 500;
const MAX_IDS = 10_000;

/** A line, and the name of the function that printed it. */
export interface FunctionLine {
  readonly line: string;
  readonly functionName: string;
}

/**
 * Finds out which delivery a log line is about: by the key of the delivery, or by the id of its request, which is known only
 * after the response.
 */
export class LogClaims {
  /** Id of a delivery by the key of the delivery, and by the id of each request. */
  readonly #owners = new Map<string, string>();
  #unclaimed: (FunctionLine & { readonly requestId: string })[] = [];

  /** Assigns keys or ids of requests to a delivery. Returns the earlier lines about them. */
  claim(deliveryId: string, names: readonly string[]): readonly FunctionLine[] {
    for (const name of names) this.#owners.set(name, deliveryId);
    for (const name of this.#owners.keys()) {
      if (this.#owners.size <= MAX_IDS) break;
      this.#owners.delete(name);
    }
    const claimed = this.#unclaimed.filter(({ requestId }) => names.includes(requestId));
    if (claimed.length > 0) this.#unclaimed = this.#unclaimed.filter((entry) => !claimed.includes(entry));
    return claimed;
  }

  /** Returns the id of the delivery with a key. */
  ownerOfKey(deliveryKey: string | undefined): string | undefined {
    return deliveryKey === undefined ? undefined : this.#owners.get(deliveryKey);
  }

  /** Returns the id of the delivery that a line is about; `'later'` if its request is still unknown. */
  ownerOf(printed: FunctionLine, deliveryKey: string | undefined): string | 'later' | undefined {
    const owner = this.ownerOfKey(deliveryKey);
    if (owner !== undefined) return owner;
    const { correlation_id: requestId } = parseRecord(printed.line) ?? {};
    if (typeof requestId !== 'string') return undefined;
    const known = this.#owners.get(requestId);
    if (known !== undefined) return known;
    this.#unclaimed.push({ ...printed, requestId });
    if (this.#unclaimed.length > MAX_UNCLAIMED) this.#unclaimed.shift();
    return 'later';
  }
}
