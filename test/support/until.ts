import { setTimeout } from 'node:timers/promises';

/** Longer than any test may take, so that a failed test does not keep the process alive. */
const TIMEOUT_MS = 120_000;
const INTERVAL_MS = 2;

/** Resolves when the condition is true. The process is idle in between, so that others can make it true. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await condition())) {
    if (performance.now() - startedAt > TIMEOUT_MS) throw new Error(`The condition never became true: ${condition}`);
    await setTimeout(INTERVAL_MS);
  }
}
