/** The services whose outage can be simulated. */
export const SANDBOX_FAULTS = ['secrets-manager', 'frame.io'] as const;

/** One of `SANDBOX_FAULTS`. */
export type SandboxFault = (typeof SANDBOX_FAULTS)[number];
