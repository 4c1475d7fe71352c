import type { Random } from './random.ts';

/** When a process crashes relative to a call that it makes: before the service processes the call, or after. */
export type CrashPoint = 'before_processing' | 'after_processing';

/** How the process of an invocation crashes: at one of its calls, or after some time. */
export type CrashPlan = { readonly atCall: number; readonly point: CrashPoint } | { readonly afterMs: number };

/** How likely a process crashes. */
export interface CrashRate {
  /** Probability of a crash in one invocation, from 0 to 1. */
  readonly probability: number;
  /** Approximate number of calls in one invocation. A crash may happen at any of them. */
  readonly calls: number;
}

/** Maximum time before a crash that is not at a call, in ms. */
const MAX_CRASH_DELAY_MS = 40;

/** Probability that a crash happens at a call, and that the service processes this call. */
const AT_CALL_PROBABILITY = 0.8;
const AFTER_PROCESSING_PROBABILITY = 0.6;

/** Draws whether and how an invocation's process crashes. Always draws the same number of random numbers. */
export function drawCrash(random: Random, { probability, calls }: CrashRate): CrashPlan | undefined {
  const isCrash = random.chance(probability);
  const isAtCall = random.chance(AT_CALL_PROBABILITY);
  const isProcessed = random.chance(AFTER_PROCESSING_PROBABILITY);
  const position = random.next();
  if (!isCrash) return undefined;
  if (!isAtCall) return { afterMs: position * MAX_CRASH_DELAY_MS };
  return { atCall: 1 + Math.floor(position * calls), point: isProcessed ? 'after_processing' : 'before_processing' };
}
