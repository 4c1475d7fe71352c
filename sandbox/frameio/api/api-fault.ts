/**
 * A fault to simulate in a call to the API. A number is the status of an error response; the call is not processed. `hang`
 * never responds and `reset` resets the connection, both without processing the call; their `_after_processing` variants
 * process it first. `statusAfterProcessing` processes the call and responds with this status. `delayMs` delays processing, or an error response
 * with `status`.
 * `processAfterResetMs` resets the connection and processes the call later.
 */
export type ApiFault =
  | number
  | 'hang'
  | 'reset'
  | 'hang_after_processing'
  | 'reset_after_processing'
  | { readonly statusAfterProcessing: number }
  | { readonly delayMs: number; readonly status?: number }
  | { readonly processAfterResetMs: number };

/** How a fault changes the handling of a call. */
export interface FaultEffect {
  /** Whether the connection is reset before processing. */
  readonly resetsFirst: boolean;
  /** Delay before processing, in milliseconds. */
  readonly delayMs: number;
  readonly isProcessed: boolean;
  /** The response: the real one, an error with this status, none, or a reset of the connection. */
  readonly response: 'real' | number | 'none' | 'reset';
}

/** Returns the effect of a fault on a call. */
export function effectOf(fault: ApiFault | undefined): FaultEffect {
  const normal = { resetsFirst: false, delayMs: 0, isProcessed: true, response: 'real' } as const;
  if (fault === undefined) return normal;
  if (typeof fault === 'number') return { ...normal, isProcessed: false, response: fault };
  if (fault === 'hang') return { ...normal, isProcessed: false, response: 'none' };
  if (fault === 'reset') return { ...normal, isProcessed: false, response: 'reset' };
  if (fault === 'hang_after_processing') return { ...normal, response: 'none' };
  if (fault === 'reset_after_processing') return { ...normal, response: 'reset' };
  if ('statusAfterProcessing' in fault) return { ...normal, response: fault.statusAfterProcessing };
  if ('delayMs' in fault) {
    const { delayMs, status } = fault;
    return status === undefined ? { ...normal, delayMs } : { ...normal, delayMs, isProcessed: false, response: status };
  }
  return { ...normal, resetsFirst: true, delayMs: fault.processAfterResetMs, response: 'none' };
}
