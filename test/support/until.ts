import { setImmediate } from 'node:timers/promises';

/** Longer than any test may take: what has not come to hold by then never does, and must not keep the process alive. */
const LONGEST_MS = 120_000;

/** Resolves as soon as `holds` does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const startedAt = performance.now();
  while (!(await holds())) {
    if (performance.now() - startedAt > LONGEST_MS) throw new Error(`It never came to hold: ${holds}`);
    await setImmediate();
  }
}
