import { FrameioLambdaError } from '../core/errors.ts';
import { mapStack } from './map-stack.ts';
import { redact } from './redact.ts';

// An `import` of `node:util` reads all of its exports, which adds 3 ms to a cold start.
const { types } = process.getBuiltinModule('node:util');

/** Maximum number of causes in a chain. */
const MAX_CAUSES = 10;

const UNREADABLE = 'The thrown value cannot be read.';

/** Fields of this framework's errors that are safe to log: they never hold a header or a body. */
const SAFE_FIELDS: ReadonlySet<string> = new Set([
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
 * Describes a thrown value in one safe line: name and message of an error, or the type of any other value, which may hold
 * anything, such as a response with its request's headers. It never throws.
 */
export function formatError(thrown: unknown): string {
  try {
    if (isError(thrown)) return redact(`${thrown.name}: ${thrown.message}`);
    return `The thrown value is not an Error: ${thrown === null ? 'null' : typeof thrown}`;
  } catch {
    return UNREADABLE;
  }
}

/**
 * Returns a copy of a thrown value that is safe to log. A logger writes every field of an error, and errors of HTTP clients
 * carry the request with its headers. The copy keeps name, message, stack and causes, and the documented fields of this
 * framework's errors. Any other value becomes a text with its type. It never throws.
 */
export function serializeError(thrown: unknown): Error | string {
  return serialize(thrown, []);
}

/** The safe copy of an error. */
class SerializedError extends Error {
  constructor(error: Error, effects: readonly unknown[]) {
    super(redact(String(error.message)));
    this.name = redact(String(error.name));
    this.stack = redact(typeof error.stack === 'string' ? mapStack(error.stack) : `${this.name}: ${this.message}`);
    const { cause } = error;
    const chain = [...effects, error];
    if (cause !== undefined && chain.length <= MAX_CAUSES && !chain.includes(cause))
      this.cause = serialize(cause, chain);
    if (error instanceof FrameioLambdaError) Object.assign(this, safeFieldsOf(error));
  }
}

/** @param effects - The errors that `thrown` is the cause of, outermost first. */
function serialize(thrown: unknown, effects: readonly unknown[]): Error | string {
  try {
    if (thrown instanceof SerializedError) return thrown;
    return isError(thrown) ? new SerializedError(thrown, effects) : formatError(thrown);
  } catch {
    return UNREADABLE; // a getter or a proxy threw
  }
}

function safeFieldsOf(error: FrameioLambdaError): Readonly<Record<string, unknown>> {
  const fields = Object.entries(error).filter(([name, value]) => SAFE_FIELDS.has(name) && typeof value !== 'object');
  return Object.fromEntries(fields.map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]));
}

/** Reports whether a value is an error, also one of another realm, such as those of Node's modules in some test runners. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
