import { createRetryQuota, PendingCall, type PendingCallOptions } from '../../../lib/aws/pending-call.ts';
import { systemClock } from '../../../lib/core/clock.ts';

/** Returns a call of `SendMessage` that has no attempt yet. */
export function pendingCall(options: Partial<PendingCallOptions> = {}): PendingCall {
  return new PendingCall({
    service: 'sqs',
    operation: 'SendMessage',
    timeoutMs: 9_000,
    maxAttempts: 3,
    isHedged: false,
    clock: systemClock,
    retryQuota: createRetryQuota(),
    ...options,
  });
}
