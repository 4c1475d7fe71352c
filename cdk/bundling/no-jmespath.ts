// Stands in for Powertools' JMESPath, which its idempotency loads for keys that are looked up in an event: 23 KB of a
// bundle. The idempotency store's keys are made otherwise.

/** @throws Error: there is none. */
export function search(): never {
  throw new Error('There is no JMESPath in this bundle: to have it, take its aliases out of cdk/bundling/aliases.ts.');
}

/** What `IdempotencyConfig` makes one of, and hands on to `search`. */
export class PowertoolsFunctions {}
