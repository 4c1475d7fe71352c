import type { JsonValue } from '../core/json.ts';

/** Settings of a write. */
export interface StoreWriteOptions {
  /**
   * Time in seconds until the value expires. An expired value counts as absent.
   * @default never; `update` keeps the time of the current value
   */
  readonly expiresInSeconds?: number | undefined;
}

/**
 * Keeps JSON values by key, for all handlers and all processes of an app.
 *
 * Every method throws a `StoreValueError` for a key or a value that it cannot store, and a `StoreError` if the store is
 * unavailable. After a `StoreError`, a write may have taken effect.
 */
export interface Store {
  /** Returns the value, or `undefined` if the key has no value. */
  get(key: string): Promise<JsonValue | undefined>;
  /** Writes the value, and replaces the current one. */
  put(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<void>;
  /** Writes the value if the key has no value. Of several calls at the same time, one returns true. */
  putIfAbsent(key: string, value: JsonValue, options?: StoreWriteOptions): Promise<boolean>;
  /**
   * Replaces the current value by the result of `change`. If another process changes the value meanwhile, it calls `change`
   * again, with the new value. So `change` must have no effect of its own.
   *
   * @param change - Returns the new value, or `undefined` to leave the current one as it is.
   * @returns The value after the call.
   */
  update(
    key: string,
    change: (current: JsonValue | undefined) => JsonValue | undefined,
    options?: StoreWriteOptions,
  ): Promise<JsonValue | undefined>;
  /** Deletes the value, if there is one. */
  delete(key: string): Promise<void>;
}
