import { redact, redactNamed } from './redact.ts';
import { isError, serializeError } from './serialize-error.ts';

/** Facts of a log line, by name. Those of a later object win. */
export type LogAttributes = Record<string, unknown>;

/**
 * Where log lines go: one message and its attributes. `Logger` of Powertools for AWS Lambda fits, and is the default.
 */
export interface Logger {
  debug(message: string, ...attributes: LogAttributes[]): void;
  info(message: string, ...attributes: LogAttributes[]): void;
  warn(message: string, ...attributes: LogAttributes[]): void;
  error(message: string, ...attributes: LogAttributes[]): void;
}

/** A logger that adds `attributes` to every line. */
export function withAttributes(logger: Logger, attributes: LogAttributes): Logger {
  return {
    debug: (message, ...more) => logger.debug(message, attributes, ...more),
    info: (message, ...more) => logger.info(message, attributes, ...more),
    warn: (message, ...more) => logger.warn(message, attributes, ...more),
    error: (message, ...more) => logger.error(message, attributes, ...more),
  };
}

/**
 * A logger for what the framework itself writes: its lines hold nothing but ids and names, and of an `error`, which may be
 * anybody's, what `serializeError` leaves.
 */
export function withSerializedErrors(logger: Logger): Logger {
  const linesOf =
    (level: keyof Logger) =>
    (message: string, ...attributes: LogAttributes[]) =>
      logger[level](message, ...attributes.map((some) => ('error' in some ? safeError(some) : some)));
  return { debug: linesOf('debug'), info: linesOf('info'), warn: linesOf('warn'), error: linesOf('error') };
}

function safeError(attributes: LogAttributes): LogAttributes {
  return { ...attributes, error: serializeError(attributes.error) };
}

/** So deep objects in a line are looked into; what lies deeper is left out. */
const DEEPEST = 6;

/** Of so many entries is an object in a line shown. */
const MOST_ENTRIES = 100;

/**
 * A logger to which no secret comes that can be told by its form or its name, and of an error nothing but what `serializeError`
 * leaves: for handlers, who may log anything.
 */
export function withRedaction(logger: Logger): Logger {
  const linesOf =
    (level: keyof Logger) =>
    (message: string, ...attributes: LogAttributes[]) =>
      logger[level](redact(message), ...attributes.map(shownAttributes));
  return { debug: linesOf('debug'), info: linesOf('info'), warn: linesOf('warn'), error: linesOf('error') };
}

/** Powertools' logger takes an error in their place, too. */
function shownAttributes(attributes: LogAttributes): LogAttributes {
  return isError(attributes) ? { error: serializeError(attributes) } : shownEntries(attributes ?? {}, []);
}

/** @param within - The objects that it lies in, from the outermost on. */
function shownEntries(object: object, within: readonly object[]): LogAttributes {
  try {
    const entries = Object.entries(object).slice(0, MOST_ENTRIES);
    return Object.fromEntries(
      entries.map(([name, value]) => [
        name,
        typeof value === 'string' ? redactNamed(name, value) : shown(value, [...within, object]),
      ]),
    );
  } catch {
    return { unreadable: true }; // a getter, or a proxy, has thrown
  }
}

/** What becomes of a value in JSON, as that is what a line becomes; without circles, which JSON has no form for. */
function shown(value: unknown, within: readonly object[]): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return serializeError(value);
  if (within.includes(value)) return undefined;
  if (within.length >= DEEPEST) return '…';
  const inside = [...within, value];
  if ('toJSON' in value && typeof value.toJSON === 'function') return shown(value.toJSON(), inside);
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map((item) => shown(item, inside));
  return shownEntries(value, within);
}
