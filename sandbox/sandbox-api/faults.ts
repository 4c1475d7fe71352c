/**
 * What a fault affects: the calls to a service, the functions, or the secret of the app's webhooks. A fault of
 * `signing-secret` lets Frame.io sign with a new secret, which Secrets Manager receives at its end.
 */
export const FAULT_TARGETS = ['frame.io', 'secrets-manager', 'sqs', 'dynamodb', 'functions', 'signing-secret'] as const;

/** One of `FAULT_TARGETS`. */
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/** Body of `POST /sandbox/faults`. Frame.io needs a status or a delay. */
export interface FaultRequest {
  /** @default frame.io */
  readonly target?: FaultTarget;
  /** @default every call */
  readonly calls?: string;
  readonly status?: number;
  readonly delay_seconds?: number;
  readonly count?: number;
  /** @default 30, without a count */
  readonly seconds?: number;
}

/** A fault that the sandbox simulates until it ends. */
export interface FaultState {
  /** Eight hexadecimal digits. */
  readonly id: string;
  readonly target: FaultTarget;
  /**
   * Name of an operation, such as `files.show` or `GetItem`; a path in which `*` matches one part, such as `/v4/me`; a role of
   * functions, such as `worker`.
   */
  readonly calls: string;
  /** Status of Frame.io's response. */
  readonly status: number | null;
  /** Milliseconds by which Frame.io responds late. */
  readonly delayMs: number | null;
  /** Number of calls that it still answers, or `null` for any number. */
  readonly remaining: number | null;
  /** When it ends, or `null` if only the number of calls ends it. */
  readonly endsAt: string | null;
}
