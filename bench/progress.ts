/** Without a terminal, a line is printed each time that so much of the work is completed. */
const LINES_WITHOUT_TERMINAL = 4;

/**
 * Shows how far a slow step is: `Measuring cold starts: round 3 of 32`. On a terminal, the line is overwritten. Writes to
 * standard error, so that standard output holds the results only.
 */
export function showProgress(label: string, step: number, steps: number): void {
  const line = `${label} ${step} of ${steps}`;
  if (process.stderr.isTTY) {
    process.stderr.write(`\r${line}${step === steps ? '\n' : ''}`);
    return;
  }
  const interval = Math.ceil(steps / LINES_WITHOUT_TERMINAL);
  if (step === 1 || step === steps || step % interval === 0) process.stderr.write(`${line}\n`);
}
