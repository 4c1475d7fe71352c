import { TOLERANCE_SECONDS } from '../../../lib/signature/verify-signature.ts';
import { formatDuration } from '../../../sandbox/terminal/format-duration.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** Difference that a clock without synchronization soon reaches. */
const NOTICEABLE_MS = 30_000;
const REFUSED_MS = TOLERANCE_SECONDS * 1_000;

/** Compares the clocks of this machine, of the endpoint and of Frame.io. */
export async function checkClock(context: DoctorContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const [aheadMs, frameioAheadMs] = await Promise.all([
    context.endpointClockOffset(signal),
    context.frameioClockOffset(signal),
  ]);
  const machine = describeMachine(-aheadMs, context.stack.aws !== undefined);
  const frameio = describeFrameio(frameioAheadMs - aheadMs);
  const findings = [machine, frameio].filter((finding) => finding !== undefined);
  return findings.length > 0
    ? findings
    : [{ status: 'ok', title: 'the clocks of this machine, the endpoint and Frame.io agree' }];
}

function describeMachine(aheadMs: number, isAws: boolean): Finding | undefined {
  if (Math.abs(aheadMs) < NOTICEABLE_MS) return undefined;
  if (!isAws) {
    return {
      status: 'warning',
      title: `the clock of the sandbox differs from this machine by ${formatDuration(Math.abs(aheadMs))}`,
      meaning:
        'The local Frame.io uses the clock of the sandbox. The endpoint refuses requests that other programs sign.',
      fix: 'To start with the clock of the machine: npm start -- --state <new folder>',
    };
  }
  return {
    status: Math.abs(aheadMs) > REFUSED_MS ? 'problem' : 'warning',
    title: `the clock of this machine is ${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead' : 'behind'}`,
    meaning: 'Above 5 minutes, AWS refuses calls of this machine, and the endpoint refuses requests that it signs.',
    fix: 'Turn on time synchronization: sudo timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS)',
  };
}

function describeFrameio(aheadMs: number): Finding | undefined {
  if (Math.abs(aheadMs) < NOTICEABLE_MS) return undefined;
  return {
    status: Math.abs(aheadMs) > REFUSED_MS ? 'problem' : 'warning',
    title: `the clock of Frame.io is ${formatDuration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} that of the endpoint`,
    meaning: 'Above 5 minutes, the endpoint refuses what Frame.io signs, with the reason timestamp_stale.',
    fix: 'Nothing in the app can correct it. See https://status.frame.io and https://health.aws.amazon.com',
  };
}
