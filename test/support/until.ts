import { setImmediate } from 'node:timers/promises';

/** Resolves as soon as `holds` does. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
