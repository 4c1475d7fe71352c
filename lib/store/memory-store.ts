import { type Clock, systemClock } from '../core/clock.ts';
import type { JsonValue } from '../core/json.ts';
import type { Store, StoreWriteOptions } from './store.ts';
import { checkKey, expirationOf, isExpired, NEVER, toJsonText } from './stored-value.ts';

interface Entry {
  readonly text: string;
  /** When the value expires, in Unix seconds. */
  readonly expiration: number;
}

const MIN_SWEEP_SIZE = 1_000;

/** A store in the memory of the process, for tests and for apps without a table. Its values end with the process. */
export class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Pick<Clock, 'now'>;
  /** Number of values at which to remove the expired ones. */
  #sweepAt = MIN_SWEEP_SIZE;

  constructor({ clock = systemClock }: { readonly clock?: Pick<Clock, 'now'> } = {}) {
    this.#clock = clock;
  }

  /** Number of values in memory, expired ones included. */
  get size(): number {
    return this.#entries.size;
  }

  async get(key: string): Promise<JsonValue | undefined> {
    return parse(this.#find(key));
  }

  async put(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<void> {
    this.#write(key, value, options);
  }

  async putIfAbsent(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<boolean> {
    const isAbsent = this.#find(key) === undefined;
    const entry = this.#entry(key, value, options); // checks the value even if nothing is written
    if (isAbsent) this.#set(key, entry);
    return isAbsent;
  }

  async update(
    key: string,
    change: (current: JsonValue | undefined) => JsonValue | undefined,
    options?: StoreWriteOptions,
  ): Promise<JsonValue | undefined> {
    const entry = this.#find(key);
    const next = change(parse(entry));
    if (next === undefined) return parse(entry);
    this.#write(key, next, options, entry);
    return next;
  }

  async delete(key: string): Promise<void> {
    checkKey(key);
    this.#entries.delete(key);
  }

  #find(key: string): Entry | undefined {
    checkKey(key);
    const entry = this.#entries.get(key);
    return entry && !isExpired(entry.expiration, this.#clock.now()) ? entry : undefined;
  }

  #write(key: string, value: JsonValue, options?: StoreWriteOptions, replaced?: Entry): void {
    this.#set(key, this.#entry(key, value, options, replaced));
  }

  #set(key: string, entry: Entry): void {
    if (this.#entries.size >= this.#sweepAt) this.#sweep();
    this.#entries.set(key, entry);
  }

  /** Removes the expired values. The next sweep follows when the number of values has doubled. */
  #sweep(): void {
    const now = this.#clock.now();
    for (const [key, { expiration }] of this.#entries) if (isExpired(expiration, now)) this.#entries.delete(key);
    this.#sweepAt = Math.max(MIN_SWEEP_SIZE, this.#entries.size * 2);
  }

  #entry(key: string, value: JsonValue, options?: StoreWriteOptions, replaced?: Entry): Entry {
    checkKey(key);
    const expiration = expirationOf(key, options, this.#clock.now()) ?? replaced?.expiration ?? NEVER;
    return { text: toJsonText(key, value), expiration };
  }
}

function parse(entry: Entry | undefined): JsonValue | undefined {
  return entry && JSON.parse(entry.text);
}
