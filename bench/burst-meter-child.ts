import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promises from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

// Replaces a bundle in a local Lambda function. Runs the original bundle, and prints the duration of each invocation and
// how much of it the function slept. A sleep is any timer of Node.js that fires and keeps the process running. A cleared
// timer, such as the timeout of a call, is not a sleep. Neither is an unreferenced one.

/** The line that the meter prints for an invocation, as JSON. */
export interface MeteredInvocation {
  readonly metered: true;
  readonly durationMs: number;
  readonly sleptMs: number;
}

interface Sleep {
  readonly from: number;
  readonly to: number;
}

let sleeps: Sleep[] = [];

const realSetTimeout = timers.setTimeout;
const realWait = promises.setTimeout;

function meteredSetTimeout(callback: (...args: unknown[]) => void, delayMs?: number, ...args: unknown[]) {
  const from = performance.now();
  const timeout = realSetTimeout(() => {
    if (timeout.hasRef()) sleeps.push({ from, to: performance.now() });
    callback(...args);
  }, delayMs);
  return timeout;
}

async function meteredWait<Value>(...args: Parameters<typeof realWait<Value>>): Promise<Value> {
  const from = performance.now();
  try {
    return await realWait(...args);
  } finally {
    if (args[2]?.ref !== false) sleeps.push({ from, to: performance.now() });
  }
}

Object.defineProperty(meteredSetTimeout, promisify.custom, {
  value: (delayMs: number, value: unknown) => meteredWait(delayMs, value),
});
Object.assign(globalThis, { setTimeout: meteredSetTimeout });
Object.assign(timers, { setTimeout: meteredSetTimeout });
Object.assign(promises, { setTimeout: meteredWait });
Object.assign(promises.scheduler, { wait: (ms: number, options?: object) => meteredWait(ms, undefined, options) });
syncBuiltinESMExports();

const bundle = await import(pathToFileURL(process.env.METERED_BUNDLE ?? '').href);

export async function handler(event: unknown, context: unknown): Promise<unknown> {
  const startedAt = performance.now();
  sleeps = [];
  try {
    return await bundle.handler(event, context);
  } finally {
    const endedAt = performance.now();
    const sleptMs = unionMs(sleeps.filter(({ from }) => from >= startedAt));
    const invocation: MeteredInvocation = { metered: true, durationMs: endedAt - startedAt, sleptMs };
    console.log(JSON.stringify(invocation));
  }
}

/** Returns the time in which at least one sleep was running. */
function unionMs(intervals: readonly Sleep[]): number {
  let [total, until] = [0, 0];
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    total += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return total;
}
