import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

// Stands in for a bundle in a local Lambda: runs the real one, and prints of each invocation how long it took and how
// much of that it slept. The framework sleeps through `node:timers/promises`, and so does what it is compared with.

/** What it prints, as JSON. */
export interface MeteredInvocation {
  readonly metered: true;
  readonly durationMs: number;
  readonly sleptMs: number;
}

let [sleepers, sleepingSince, sleptMs] = [0, 0, 0];

const realSetTimeout = timers.setTimeout;
timers.setTimeout = async <Value>(...args: Parameters<typeof realSetTimeout<Value>>) => {
  if (sleepers === 0) sleepingSince = performance.now();
  sleepers += 1;
  try {
    return await realSetTimeout(...args);
  } finally {
    sleepers -= 1;
    if (sleepers === 0) sleptMs += performance.now() - sleepingSince;
  }
};
syncBuiltinESMExports();

const bundle = await import(pathToFileURL(process.env.METERED_BUNDLE ?? '').href);

export async function handler(event: unknown, context: unknown): Promise<unknown> {
  const startedAt = performance.now();
  sleptMs = 0;
  try {
    return await bundle.handler(event, context);
  } finally {
    const invocation: MeteredInvocation = { metered: true, durationMs: performance.now() - startedAt, sleptMs };
    console.log(JSON.stringify(invocation));
  }
}
