/**
 * What runs inside a local Lambda's process: loads the bundle, then answers the invocations its parent sends, one at a
 * time. Plain JavaScript, so that nothing but the bundle is loaded.
 *
 * @typedef {{ id: number, event: unknown, deadlineMs: number, clockSkewMs: number }} Invocation
 */
import { pathToFileURL } from 'node:url';

const [, , bundlePath = '', exportName = '', endOfLog = '', initialSkewMs = '0'] = process.argv;

const RealDate = Date;
const realNow = Date.now;
let clockSkewMs = Number(initialSkewMs);
// Lets a parent play a clock that is wrong, or hours that pass.
Date.now = () => realNow() + clockSkewMs;
globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(RealDate.now()).toString(),
  construct: (target, given, newTarget) => {
    return Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget);
  },
});
RealDate.prototype.constructor = globalThis.Date;

/** @param {unknown} message */
const tell = (message) => process.send?.(message);

/** @param {unknown} error */
const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, stack: error.stack }
    : { errorType: 'Error', errorMessage: String(error) };

const initStart = performance.now();
try {
  const bundle = await import(pathToFileURL(bundlePath).href);
  /** @param {Invocation} invocation */
  const invoke = async (invocation) => {
    clockSkewMs = invocation.clockSkewMs;
    const context = {
      awsRequestId: String(invocation.id),
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      getRemainingTimeInMillis: () => invocation.deadlineMs - realNow(),
    };
    let report;
    try {
      report = { kind: 'result', result: await bundle[exportName](invocation.event, context) };
    } catch (error) {
      report = { kind: 'failed', ...describe(error) };
    }
    // Output and report travel apart: these lines let the parent know when it has read all of an invocation's log.
    process.stdout.write(`\n${endOfLog}\n`);
    process.stderr.write(`\n${endOfLog}\n`);
    tell(report);
  };
  process.on('message', invoke);
  process.on('disconnect', () => process.exit()); // the sandbox was killed: its functions end with it
  tell({ kind: 'ready', initMs: performance.now() - initStart });
} catch (error) {
  tell({ kind: 'broken', ...describe(error) });
}
