import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { HandlerStatus } from './delivery-report.ts';

/** What the log says about a handler's last attempt. */
export interface LoggedOutcome {
  readonly status: HandlerStatus;
  readonly isFailure: boolean;
  readonly error?: string;
}

/** Statuses by the message of the framework's log line. */
const STATUS_OF_MESSAGE: Readonly<Record<string, HandlerStatus>> = {
  'handler failed': 'failed',
  'handler timed out': 'timed_out',
  'handler postponed': 'postponed',
  'self event skipped': 'skipped',
};

/** Maximum number of lines to keep. */
const MAX_LINES = 1_000;

/** The log lines of the functions, and what they say about handlers. */
export class FunctionLog {
  readonly #lines: { readonly index: number; readonly line: string }[] = [];
  /** By correlation id and handler. The line of a skipped self event names no handler. */
  readonly #outcomes = new Map<string, LoggedOutcome>();
  #index = 0;

  add(line: string): void {
    this.#lines.push({ index: this.#index, line });
    this.#index += 1;
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    const { message, level, correlation_id: correlationId, handler, error } = parseRecord(line) ?? {};
    const status = STATUS_OF_MESSAGE[String(message)];
    if (!status) return;
    const text = messageOf(error);
    const outcome = { status, isFailure: level === 'ERROR', ...(text !== undefined && { error: text }) };
    this.#outcomes.set(keyOf(correlationId, handler), outcome);
  }

  /** Number of lines so far. */
  get position(): number {
    return this.#index;
  }

  /** Returns what went wrong since a position: warnings, errors and lines of other programs, in words. */
  problemsSince(position: number): readonly string[] {
    return this.#lines.filter(({ index }) => index >= position).flatMap(({ line }) => describeProblem(line));
  }

  /** Returns the last outcome of a handler that the log has under one of these correlation ids. */
  outcomeOf(handlerName: string, correlationIds: readonly string[]): LoggedOutcome | undefined {
    const keys = correlationIds.flatMap((id) => [keyOf(id, undefined), keyOf(id, handlerName)]);
    return keys.map((key) => this.#outcomes.get(key)).findLast((outcome) => outcome !== undefined);
  }
}

function keyOf(correlationId: unknown, handlerName: unknown): string {
  return JSON.stringify([correlationId, handlerName]);
}

/** Returns the message of an error as the logger writes it: an object, or a text. */
function messageOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  const { message } = recordOf(error);
  return typeof message === 'string' ? message : undefined;
}

function describeProblem(line: string): readonly string[] {
  const record = parseRecord(line);
  if (!record) return [line];
  const { level, message, error, reason } = record;
  if (level !== 'WARN' && level !== 'ERROR') return [];
  const details = messageOf(error) ?? (typeof reason === 'string' ? reason : undefined);
  return [`${message}${details === undefined ? '' : `: ${details}`}`];
}
