// Replaces Powertools' JMESPath, 23 KB of a bundle. Powertools' idempotency uses it to find keys in an event; the
// idempotency store passes its keys itself.

/** @throws Error always. */
export function search(): never {
  throw new Error('This bundle contains no JMESPath. To use it, remove its aliases from cdk/bundling/aliases.ts.');
}

/** `IdempotencyConfig` creates an instance and passes it to `search`. */
export class PowertoolsFunctions {}
