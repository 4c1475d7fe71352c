/**
 * Runs in the process of an execution environment: starts a thread that notices when a handler blocks the event loop.
 */
import { Worker } from 'node:worker_threads';
import { currentHandler } from './follow-handlers.js';

/** Time in ms between two signs of life of the event loop. */
const BEAT_MS = 100;

/** Maximum length in bytes of the description of a handler. */
const MAX_DESCRIPTION_BYTES = 4_096;

/**
 * Starts the watch.
 *
 * @param {string} marker - Start of the line that the watch prints.
 * @returns {(handler: import('./function-output.ts').HandlerAttempt) => void} Notes that a handler starts: the watch reports it
 *   if it cannot see which one blocks.
 */
export function watchEventLoop(marker) {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const started = new Uint8Array(new SharedArrayBuffer(MAX_DESCRIPTION_BYTES));
  Object.defineProperty(globalThis, Symbol.for('frameio-lambda.currentHandler'), { value: currentHandler });
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  new Worker(new URL('./event-loop-watch.js', import.meta.url), { workerData: { beats, started, marker } }).unref();
  return (handler) => {
    const description = new TextEncoder().encode(JSON.stringify(handler));
    if (description.length < started.length) started.fill(0).set(description);
  };
}
