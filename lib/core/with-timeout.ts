import { limitTimerMs } from './clock.ts';

/**
 * Settles like `promise`, or rejects with what `makeError` returns once `ms` have passed. What `promise` stands for goes
 * on all the same.
 */
export function withTimeout<Value>(promise: Promise<Value>, ms: number, makeError: () => Error): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(makeError()), limitTimerMs(ms));
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
