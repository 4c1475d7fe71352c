import { FrameioLambdaError } from '../core/errors.ts';
import { mapStack } from './map-stack.ts';
import { redact } from './redact.ts';

// An `import` of `node:util` reads all that it exports, which is 3 ms of a cold start.
const { types } = process.getBuiltinModule('node:util');

/** So many causes of one another are told. */
const MOST_CAUSES = 10;

const UNREADABLE = 'Something was thrown that cannot be shown.';

/** Fields of this framework's errors that say what happened, and never hold what was sent. */
const TOLD: ReadonlySet<string> = new Set([
  'code',
  'status',
  'operation',
  'method',
  'path',
  'isOutcomeUnknown',
  'retryAfterMs',
  'service',
  'awsCode',
  'reason',
  'part',
  'isTemporary',
  'fileId',
  'isRemoved',
]);

/**
 * Any value that a handler has thrown, in words that can be shown to anybody: of an error its name and message, of what is
 * none only its type, as it may be anything, such as a response with its request's headers. It does not throw itself.
 */
export function formatError(thrown: unknown): string {
  try {
    if (isError(thrown)) return redact(`${thrown.name}: ${thrown.message}`);
    return `What was thrown is no Error: ${thrown === null ? 'null' : typeof thrown}`;
  } catch {
    return UNREADABLE;
  }
}

/**
 * What was thrown as a logger can take it. A logger writes whatever an error carries, and errors of HTTP clients carry the
 * request with its headers: of an error only name, message, stack and causes are left, of this framework's also what they
 * are documented to tell; of what is no error, its type. It does not throw itself.
 */
export function serializeError(thrown: unknown): Error | string {
  return copyOf(thrown, []);
}

/** What is left of an error. */
class SerializedError extends Error {
  constructor(error: Error, effects: readonly unknown[]) {
    super(redact(String(error.message)));
    this.name = redact(String(error.name));
    this.stack = redact(typeof error.stack === 'string' ? mapStack(error.stack) : `${this.name}: ${this.message}`);
    const { cause } = error;
    const chain = [...effects, error];
    if (cause !== undefined && chain.length <= MOST_CAUSES && !chain.includes(cause)) this.cause = copyOf(cause, chain);
    if (error instanceof FrameioLambdaError) Object.assign(this, factsOf(error));
  }
}

/** @param effects - The errors that it is the cause of. */
function copyOf(thrown: unknown, effects: readonly unknown[]): Error | string {
  try {
    if (thrown instanceof SerializedError) return thrown;
    return isError(thrown) ? new SerializedError(thrown, effects) : formatError(thrown);
  } catch {
    return UNREADABLE; // a getter, or a proxy, has thrown
  }
}

function factsOf(error: FrameioLambdaError): Readonly<Record<string, unknown>> {
  const facts = Object.entries(error).filter(([name, value]) => TOLD.has(name) && typeof value !== 'object');
  return Object.fromEntries(facts.map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]));
}

/** Also one of another realm, as those of Node's own modules are in some test runners. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
