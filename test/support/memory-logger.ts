import type { LogAttributes, Logger } from '../../lib/observability/logger.ts';

/** One line, as the logger received it. */
export interface LogLine {
  readonly level: keyof Logger;
  readonly message: string;
  readonly attributes: LogAttributes;
}

/** A logger that stores its lines in memory. */
export class MemoryLogger implements Logger {
  readonly lines: LogLine[] = [];

  debug(message: string, ...attributes: LogAttributes[]): void {
    this.#keep('debug', message, attributes);
  }

  info(message: string, ...attributes: LogAttributes[]): void {
    this.#keep('info', message, attributes);
  }

  warn(message: string, ...attributes: LogAttributes[]): void {
    this.#keep('warn', message, attributes);
  }

  error(message: string, ...attributes: LogAttributes[]): void {
    this.#keep('error', message, attributes);
  }

  #keep(level: keyof Logger, message: string, attributes: LogAttributes[]): void {
    this.lines.push({ level, message, attributes: Object.assign({}, ...attributes) });
  }
}
