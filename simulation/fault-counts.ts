import type { ApiFault } from '../sandbox/frameio/api/api-fault.ts';

/** The kinds of faults that the simulation injects. */
export const FAULT_KINDS = [
  'secrets-manager',
  'sqs-send',
  'sqs-visibility',
  'dynamodb',
  'frameio-429',
  'frameio-4xx',
  'frameio-5xx',
  'frameio-hang',
  'frameio-reset',
  'frameio-5xx-after-processing',
  'frameio-reset-after-processing',
  'frameio-delayed',
  'endpoint-crashed',
  'worker-crashed',
  'frozen-and-thawed',
  'clock-skewed',
  'request-lost',
  'response-lost',
  'batch-response-lost',
  'message-duplicated',
  'message-reordered',
  'redelivered-same-timestamp',
  'redelivered-new-timestamp',
] as const;

/** One of `FAULT_KINDS`. */
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Counts the injected faults. A fault that is never injected proves nothing. */
export class FaultCounts {
  readonly #counts = new Map<FaultKind, number>(FAULT_KINDS.map((kind) => [kind, 0]));

  add(kind: FaultKind, times = 1): void {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + times);
  }

  addAll(other: FaultCounts): void {
    for (const [kind, times] of other.#counts) this.add(kind, times);
  }

  toString(): string {
    return [...this.#counts].map(([kind, times]) => `${kind} ${times}`).join('  ');
  }
}

/** Returns the kind of a fault of Frame.io's API. */
export function kindOfApiFault(fault: ApiFault): FaultKind {
  if (typeof fault === 'number') {
    if (fault === 429) return 'frameio-429';
    return fault >= 500 ? 'frameio-5xx' : 'frameio-4xx';
  }
  if (fault === 'hang' || fault === 'hang_after_processing') return 'frameio-hang';
  if (fault === 'reset') return 'frameio-reset';
  if (fault === 'reset_after_processing') return 'frameio-reset-after-processing';
  return 'statusAfterProcessing' in fault ? 'frameio-5xx-after-processing' : 'frameio-delayed';
}
