import { withTimeout } from '../../lib/core/with-timeout.ts';
import { UsageError } from '../usage-error.ts';
import { describeFailure } from './describe-failure.ts';
import { type CheckedFinding, type Finding, NotCheckedError } from './finding.ts';

/** One thing that `doctor` checks. */
export interface Check {
  /** Word that identifies the check, such as `webhooks`. */
  readonly name: string;
  /** @param signal - Aborts when the time of the check is up. */
  readonly run: (signal: AbortSignal) => Promise<readonly Finding[]>;
}

/** How to run checks. */
export interface RunChecksOptions {
  /** Maximum duration of each check. */
  readonly timeoutMs: number;
  /** Receives the names of the checks that still run, after each change. */
  readonly onProgress: (running: readonly string[]) => void;
}

/** Runs checks side by side. Returns their findings in the order of the checks. A check that fails becomes a finding. */
export async function runChecks(
  checks: readonly Check[],
  { timeoutMs, onProgress }: RunChecksOptions,
): Promise<readonly CheckedFinding[]> {
  const running = new Set(checks.map(({ name }) => name));
  onProgress([...running]);
  const findings = checks.map(async (check) => {
    const found = await runWithinTime(check, timeoutMs);
    running.delete(check.name);
    onProgress([...running]);
    return found.map((finding) => ({ check: check.name, ...finding }));
  });
  return (await Promise.all(findings)).flat();
}

async function runWithinTime({ run }: Check, timeoutMs: number): Promise<readonly Finding[]> {
  const timeout = new AbortController();
  const timeoutError = new NotCheckedError(
    `the check did not end within ${timeoutMs / 1_000} seconds`,
    'Check the network connection, then run the command again. --timeout gives each check more time.',
  );
  try {
    return await withTimeout(run(timeout.signal), timeoutMs, () => timeoutError);
  } catch (error) {
    timeout.abort(error);
    if (error instanceof UsageError) throw error;
    return [describeFailure(error)];
  }
}
