/**
 * Runs in the process of an execution environment: loads the bundle, then handles the invocations that the parent process
 * sends, one at a time. Plain JavaScript, so that the process loads nothing but the bundle.
 *
 * @typedef {{ id: number, event: unknown, deadlineMs: number, clockSkewMs: number, isKilled: boolean }} Invocation
 */
import { subscribe } from 'node:diagnostics_channel';
import { pathToFileURL } from 'node:url';
import { followHandlers } from './follow-handlers.js';
import { markCalls } from './mark-calls.js';
import { pauseTime, totalPauseMs } from './pause-time.js';
import { watchEventLoop } from './watch-event-loop.js';

const [, , bundlePath = '', exportName = '', endOfLog = '', marker = '', initialSkewMs = '0'] = process.argv;

const RealDate = Date;
const realNow = Date.now;
let clockSkewMs = Number(initialSkewMs);
/** Length of the pauses before this invocation. The parent's clock stands still during each of them. */
let earlierPauseMs = 0;
let pauseMs = () => 0;
/** Whether this process dies as soon as a handler has started. */
let isKilled = false;
const die = () => process.kill(process.pid, 'SIGKILL');
// The parent sets the function's time: the sandbox's clock may be ahead, and tests simulate a wrong clock.
Date.now = () => realNow() + clockSkewMs - pauseMs();
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(RealDate.now()).toString(),
  construct: (target, args, newTarget) => {
    return Reflect.construct(target, args.length === 0 ? [target.now()] : args, newTarget);
  },
});
RealDate.prototype.constructor = globalThis.Date;

/** @param {unknown} message */
const send = (message) => process.send?.(message);

/** @param {unknown} error */
const serializeError = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stack: error.stack }
    : { errorType: 'Error', errorMessage: String(error) };

/**
 * Lambda refuses other exports too, as `Runtime.HandlerNotFound`, but does not say why.
 *
 * @param {unknown} handler
 */
const assertHandler = (handler) => {
  if (typeof handler === 'function') return;
  const problem =
    handler instanceof Promise
      ? `is a Promise. Add await: export const ${exportName} = await endpointHandler(app);`
      : `must be a function, but is ${handler === undefined ? 'not exported' : typeof handler}.`;
  throw new TypeError(`The export ${exportName} of the entry point ${problem}`);
};

/** @type {unknown} */
let workerSettings;
subscribe('frameio-lambda:worker', (settings) => {
  workerSettings = settings;
});

/** @param {unknown} error */
const crash = (error) => process.send?.({ kind: 'failed', ...serializeError(error) }, () => process.exit(1));
process.on('uncaughtException', crash); // unhandled rejections too

const initStart = performance.now();
try {
  markCalls([process.env.FRAMEIO_BASE_URL, process.env.ADOBE_IMS_URL]);
  if (process.execArgv.some((option) => option.startsWith('--inspect'))) {
    pauseTime(() => send({ kind: 'beat' }));
    pauseMs = () => totalPauseMs() - earlierPauseMs;
    followHandlers(marker, () => undefined); // a paused event loop looks like a blocked one
  } else {
    const watch = watchEventLoop(marker);
    followHandlers(marker, (handler) => {
      watch(handler);
      if (isKilled) setImmediate(die);
    });
  }
  const bundle = await import(pathToFileURL(bundlePath).href);
  assertHandler(bundle[exportName]);
  /** @param {Invocation} invocation */
  const invoke = async (invocation) => {
    clockSkewMs = invocation.clockSkewMs;
    isKilled = invocation.isKilled;
    earlierPauseMs += pauseMs();
    const context = {
      awsRequestId: String(invocation.id),
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      getRemainingTimeInMillis: () => invocation.deadlineMs - realNow() + pauseMs(),
    };
    let report;
    try {
      report = { kind: 'result', result: await bundle[exportName](invocation.event, context) };
    } catch (error) {
      report = { kind: 'failed', ...serializeError(error) };
    }
    if (isKilled) die(); // no handler has started
    // Output and report use different channels. These lines mark the end of the invocation's log for the parent.
    process.stdout.write(`\n${endOfLog}\n`);
    process.stderr.write(`\n${endOfLog}\n`);
    send(report);
  };
  process.on('message', invoke);
  process.on('disconnect', () => process.exit()); // the parent was killed
  send({ kind: 'ready', initMs: performance.now() - initStart, workerSettings });
} catch (error) {
  send({ kind: 'init_failed', ...serializeError(error) });
}
