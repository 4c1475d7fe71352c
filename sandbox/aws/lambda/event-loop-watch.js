/**
 * A thread beside the code of a function. If the event loop shows no sign of life, it pauses the code for a moment, to find out
 * which handler blocks and where. Then it prints a line, which the main thread cannot do.
 */
import { writeSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { setTimeout } from 'node:timers/promises';
import { workerData } from 'node:worker_threads';

/** @type {{ beats: Int32Array, started: Uint8Array, marker: string }} */
const { beats, started, marker } = workerData;

/** Time in ms between two checks. */
const CHECK_MS = 250;

/** Number of checks without a sign of life after which the event loop counts as blocked. */
const MAX_SILENT_CHECKS = 4;

/** Time in ms for the code to pause. Native code, such as a regular expression, may not. */
const PAUSE_MS = 1_000;

/** Returns the handler that the paused code belongs to. */
const CURRENT_HANDLER = 'globalThis[Symbol.for("frameio-lambda.currentHandler")]()';

/** @typedef {import('node:inspector').Debugger.CallFrame} CallFrame */

let lastBeat = -1;
let silentChecks = 0;
let lastCheck = performance.now();

setInterval(async () => {
  const now = performance.now();
  const wasFrozen = now - lastCheck > 2 * CHECK_MS; // the whole process was, as Lambda does between invocations
  lastCheck = now;
  const beat = Atomics.load(beats, 0);
  silentChecks = beat === lastBeat && !wasFrozen ? silentChecks + 1 : 0;
  lastBeat = beat;
  if (silentChecks !== MAX_SILENT_CHECKS) return;
  const found = await findBlockingCode();
  if (found?.handler) writeSync(1, `\n${marker}${JSON.stringify({ kind: 'blocked', ...found })}\n`);
}, CHECK_MS);

/** Returns `undefined` if the event loop is not blocked but had no processor time. */
async function findBlockingCode() {
  const session = new Session();
  session.connectToMainThread();
  try {
    /** @type {Map<string, string>} */
    const urls = new Map();
    session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => void urls.set(scriptId, url));
    const frames = await pause(session);
    const [top] = frames ?? [];
    if (!frames || !top)
      return Atomics.load(beats, 0) === lastBeat ? { handler: lastStarted(), frames: [] } : undefined;
    const query = { callFrameId: top.callFrameId, expression: CURRENT_HANDLER, returnByValue: true };
    const { result } = await session.post('Debugger.evaluateOnCallFrame', query);
    await session.post('Debugger.resume');
    const positions = frames.map(({ location: { scriptId, lineNumber, columnNumber = 0 } }) => {
      return { url: urls.get(scriptId) ?? '', line: lineNumber + 1, column: columnNumber + 1 };
    });
    return { handler: result.value, frames: positions };
  } finally {
    session.disconnect();
  }
}

/**
 * @param {Session} session
 * @returns {Promise<CallFrame[] | undefined>} The code that runs, innermost first, or `undefined` if it does not pause.
 */
async function pause(session) {
  /** @type {Promise<CallFrame[]>} */
  const paused = new Promise((resolve) =>
    session.once('Debugger.paused', ({ params: { callFrames } }) => resolve(callFrames)),
  );
  const enabled = session.post('Debugger.enable').then(() => session.post('Debugger.pause'));
  return await Promise.race([enabled.then(() => paused), setTimeout(PAUSE_MS, undefined)]);
}

function lastStarted() {
  const text = new TextDecoder().decode(started.slice(0, started.indexOf(0)));
  return text === '' ? undefined : JSON.parse(text);
}
