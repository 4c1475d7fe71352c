import { findNonJson, type JsonValue } from '../core/json.ts';
import type { StoreWriteOptions } from './store.ts';
import { StoreValueError } from './store-errors.ts';

/** Maximum size of a value as JSON, in bytes. An item in DynamoDB has at most 400 KB (DynamoDB developer guide, quotas). */
const MAX_VALUE_BYTES = 350 * 1024;

/** Expiration time of a value that does not expire. */
export const NEVER = Number.POSITIVE_INFINITY;

/** Formats a key for a message. */
export function formatKey(key: unknown): string {
  return `${JSON.stringify(key)}`.slice(0, 100);
}

/** @throws StoreValueError for a key that is not a text, empty, or not valid Unicode: UTF-8 changes the latter. */
export function checkKey(key: unknown): void {
  if (typeof key === 'string' && key !== '' && key.isWellFormed()) return;
  throw new StoreValueError(`A key must be a text of valid Unicode that is not empty, but is ${formatKey(key)}.`);
}

/** Returns the value as JSON text. @throws StoreValueError for a value that is too large or not JSON. */
export function toJsonText(key: string, value: JsonValue): string {
  const problem = findNonJson(value, 'value');
  if (problem !== undefined) {
    throw new StoreValueError(`The value of ${formatKey(key)} must be JSON, but ${problem}.`);
  }
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_VALUE_BYTES) return text;
  throw new StoreValueError(
    `The value of ${formatKey(key)} has ${bytes} bytes as JSON, but the limit is ${MAX_VALUE_BYTES}. Split it.`,
  );
}

/**
 * Returns when a value that is written now expires, in Unix seconds.
 *
 * @returns `undefined` if the options set no time.
 * @throws StoreValueError for a time that is not a number greater than 0.
 */
export function expirationOf(key: string, options: StoreWriteOptions | undefined, now: number): number | undefined {
  const expiresInSeconds = options?.expiresInSeconds;
  if (expiresInSeconds === undefined) return undefined;
  const expiration = Math.ceil(now / 1_000 + expiresInSeconds);
  if (expiresInSeconds > 0 && Number.isSafeInteger(expiration)) return expiration;
  throw new StoreValueError(
    `expiresInSeconds of ${formatKey(key)} must be a number of seconds greater than 0, but is ${expiresInSeconds}.`,
  );
}

/** Whether a value with this expiration time, in Unix seconds, counts as absent. */
export function isExpired(expiration: number, now: number): boolean {
  return expiration * 1_000 <= now;
}
