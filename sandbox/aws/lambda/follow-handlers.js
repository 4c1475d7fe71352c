/**
 * Runs in the process of an execution environment: knows which handler runs, and marks what it prints. Bundles for the sandbox
 * publish the context of each handler to a channel (see `lib/observability/trace.ts`).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { channel } from 'node:diagnostics_channel';

/**
 * @typedef {import('./function-output.ts').HandlerAttempt} HandlerAttempt
 * @typedef {{ handlerName: string, attempt: number, deliveryKey?: string, event?: { type: string, resourceId?: string } }} Context
 */

/** @type {AsyncLocalStorage<HandlerAttempt>} */
const running = new AsyncLocalStorage();

/** Returns the handler that the current code belongs to. The watch of the event loop calls this while the code is paused. */
export const currentHandler = () => running.getStore();

/**
 * Starts to follow the handlers.
 *
 * @param {string} marker - Start of the line that replaces what a handler prints.
 * @param {(attempt: HandlerAttempt) => void} onStart - Called when a handler starts.
 */
export function followHandlers(marker, onStart) {
  channel('frameio-lambda:handler').bindStore(running, (/** @type {any} */ context) => {
    const attempt = describe(context);
    onStart(attempt);
    return attempt;
  });
  for (const stream of [process.stdout, process.stderr]) markOutput(stream, marker);
}

/**
 * @param {Context} context
 * @returns {HandlerAttempt}
 */
function describe({ handlerName, attempt, deliveryKey, event }) {
  return { handlerName, attempt, deliveryKey, eventType: event?.type, resourceId: event?.resourceId };
}

/**
 * @param {NodeJS.WriteStream} stream
 * @param {string} marker
 */
function markOutput(stream, marker) {
  const write = /** @type {(...args: unknown[]) => boolean} */ (stream.write.bind(stream));
  /** @type {(chunk: unknown, ...more: unknown[]) => boolean} */
  const writeMarked = (chunk, ...more) => {
    const handler = currentHandler();
    if (!handler) return write(chunk, ...more);
    const text = chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : chunk;
    const callback = more.find((argument) => typeof argument === 'function');
    return write(`\n${marker}${JSON.stringify({ kind: 'printed', handler, text })}\n`, callback);
  };
  Object.assign(stream, { write: writeMarked });
}
