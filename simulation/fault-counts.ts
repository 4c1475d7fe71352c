import type { ApiFault } from '../sandbox/frameio/api/api-fault.ts';

/** What the simulation does to an app. */
export const FAULTS = [
  'secrets-manager',
  'sqs-send',
  'sqs-visibility',
  'dynamodb',
  'frameio-429',
  'frameio-4xx',
  'frameio-5xx',
  'frameio-hang',
  'frameio-reset',
  'frameio-5xx-when-done',
  'frameio-reset-when-done',
  'frameio-late',
  'endpoint-killed',
  'worker-killed',
  'frozen-and-thawed',
  'request-lost',
  'answer-lost',
  'report-lost',
  'message-doubled',
  'message-reordered',
  'redelivered-same-timestamp',
  'redelivered-new-timestamp',
] as const;

/** One of these. */
export type Fault = (typeof FAULTS)[number];

/** Counts what has been done to an app: a fault that never comes shows nothing. */
export class FaultCounts {
  readonly #counts = new Map<Fault, number>(FAULTS.map((fault) => [fault, 0]));

  add(fault: Fault, times = 1): void {
    this.#counts.set(fault, (this.#counts.get(fault) ?? 0) + times);
  }

  /** Adds what another has counted. */
  addAll(other: FaultCounts): void {
    for (const [fault, times] of other.#counts) this.add(fault, times);
  }

  toString(): string {
    return [...this.#counts].map(([fault, times]) => `${fault} ${times}`).join('  ');
  }
}

/** What a fault of Frame.io's API counts as. */
export function kindOf(fault: ApiFault): Fault {
  if (typeof fault === 'number') {
    if (fault === 429) return 'frameio-429';
    return fault >= 500 ? 'frameio-5xx' : 'frameio-4xx';
  }
  if (fault === 'hang' || fault === 'hang_after_processing') return 'frameio-hang';
  if (fault === 'reset') return 'frameio-reset';
  if (fault === 'reset_after_processing') return 'frameio-reset-when-done';
  return 'statusAfterProcessing' in fault ? 'frameio-5xx-when-done' : 'frameio-late';
}
