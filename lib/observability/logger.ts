import { isSecretName } from './labelled-values.ts';
import { REDACTED, redact } from './redact.ts';
import { isError, serializeError } from './serialize-error.ts';

/** Details of a log line by name. If several objects contain the same name, the last one wins. */
export type LogAttributes = Record<string, unknown>;

/**
 * Writes log lines: a message and its attributes. The default is `Logger` of Powertools for AWS Lambda.
 */
export interface Logger {
  debug(message: string, ...attributes: LogAttributes[]): void;
  info(message: string, ...attributes: LogAttributes[]): void;
  warn(message: string, ...attributes: LogAttributes[]): void;
  error(message: string, ...attributes: LogAttributes[]): void;
}

/** Returns a logger that adds `attributes` to every line. */
export function withAttributes(logger: Logger, attributes: LogAttributes): Logger {
  return {
    debug: (message, ...more) => logger.debug(message, attributes, ...more),
    info: (message, ...more) => logger.info(message, attributes, ...more),
    warn: (message, ...more) => logger.warn(message, attributes, ...more),
    error: (message, ...more) => logger.error(message, attributes, ...more),
  };
}

/**
 * Returns a logger for the framework's own lines. They hold ids and names only. `serialize` reduces their attribute `error`,
 * which may come from any library.
 */
export function withSerializedErrors(logger: Logger, serialize: (error: unknown) => unknown): Logger {
  const writerOf =
    (level: keyof Logger) =>
    (message: string, ...attributes: LogAttributes[]) =>
      logger[level](
        message,
        ...attributes.map((details) =>
          'error' in details ? { ...details, error: serialize(details.error) } : details,
        ),
      );
  return { debug: writerOf('debug'), info: writerOf('info'), warn: writerOf('warn'), error: writerOf('error') };
}

/** Maximum nesting of objects in a line. Deeper values become `…`. */
const MAX_DEPTH = 6;

/** Maximum number of entries of an object or array in a line. */
const MAX_ENTRIES = 100;

/**
 * Returns a logger for handlers, which may log anything. It redacts texts and names with `redact`, and every value under the
 * name of a secret, whatever its type. It reduces errors with `serializeError`.
 */
export function withRedaction(logger: Logger): Logger {
  const writerOf =
    (level: keyof Logger) =>
    (message: string, ...attributes: LogAttributes[]) =>
      logger[level](redact(message), ...attributes.map(redactAttributes));
  return { debug: writerOf('debug'), info: writerOf('info'), warn: writerOf('warn'), error: writerOf('error') };
}

/** Powertools' logger accepts an error in place of attributes, so this function does too. */
function redactAttributes(attributes: LogAttributes): LogAttributes {
  return isError(attributes) ? { error: serializeError(attributes) } : redactEntries(attributes ?? {}, []);
}

/** @param ancestors - The objects that contain this one, outermost first. */
function redactEntries(object: object, ancestors: readonly object[]): LogAttributes {
  try {
    const entries = Object.entries(object).slice(0, MAX_ENTRIES);
    // A pair may be an object: `{ name: 'Authorization', value: '...' }`.
    const isPair = entries.some(([name, label]) => name !== 'value' && isSecretLabel(label));
    return Object.fromEntries(
      entries.map(([name, value]) => [
        redact(name),
        redactNamed(isSecretName(name) || (isPair && name === 'value'), value, [...ancestors, object]),
      ]),
    );
  } catch {
    return { unreadable: true }; // a getter or a proxy threw
  }
}

function redactNamed(isSecret: boolean, value: unknown, ancestors: readonly object[]): unknown {
  return isSecret && value !== undefined && value !== null ? REDACTED : redactValue(value, ancestors);
}

/** Returns the redacted form of a value, as JSON would show it, without circular references. */
function redactValue(value: unknown, ancestors: readonly object[]): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return serializeError(value);
  if (ancestors.includes(value)) return undefined;
  if (ancestors.length >= MAX_DEPTH) return '…';
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`; // may be a secret, byte by byte
  const inside = [...ancestors, value];
  if (value instanceof String) return redact(value.toString());
  if ('toJSON' in value && typeof value.toJSON === 'function') return redactValue(value.toJSON(), inside);
  if (!Array.isArray(value)) return redactEntries(value, ancestors);
  // A list may hold pairs: `['authorization', '...']`.
  const items: readonly unknown[] = value.slice(0, MAX_ENTRIES);
  return items.map((item, index) => redactNamed(isSecretLabel(items[index - 1]), item, inside));
}

/** Reports whether a value is the whole name of a secret. */
function isSecretLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length < 100 && /^[\w.-]+$/.test(value) && isSecretName(value);
}
