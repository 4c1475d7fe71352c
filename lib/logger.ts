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
