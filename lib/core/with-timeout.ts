import { limitTimerMs } from './clock.ts';

/**
 * Settles like `promise`, or rejects with the result of `makeError` after `ms`. It does not stop the work behind
 * `promise`.
 */
export function withTimeout<Value>(promise: Promise<Value>, ms: number, makeError: () => Error): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(makeError()), limitTimerMs(ms));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
