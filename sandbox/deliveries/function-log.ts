import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { HandlerAttempt } from '../aws/lambda/function-output.ts';
import type { SourceLocation } from '../code/source-location.ts';
import type { HandlerStatus } from './delivery-report.ts';

/** What the log says about a handler's last attempt. */
export interface LoggedOutcome {
  readonly status: HandlerStatus;
  readonly isFailure: boolean;
  readonly error?: string;
  /** Where the user's code threw it. */
  readonly location?: SourceLocation;
}

/** Delivery of a handler's run. */
export interface HandledDelivery {
  readonly deliveryKeys: readonly string[];
  /** Ids that the log lines of the delivery share. */
  readonly correlationIds: readonly string[];
  readonly resourceId?: string;
}

/** A handler that blocked the event loop. */
interface BlockedRun {
  readonly index: number;
  readonly handler: HandlerAttempt;
  readonly outcome: LoggedOutcome;
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

/** Maximum number of outcomes to keep: more than one for each delivery of the history. */
export const MAX_OUTCOMES = 10_000;

/** The log lines of the functions, and what they say about handlers. */
export class FunctionLog {
  readonly #lines: { readonly index: number; readonly line: string }[] = [];
  /** By correlation id and handler, the oldest first. The line of a skipped self event names no handler. */
  readonly #outcomes = new Map<string, { readonly index: number; readonly outcome: LoggedOutcome }>();
  readonly #blocked: BlockedRun[] = [];
  readonly #locate: (stack: string) => SourceLocation | undefined;
  #index = 0;

  /** @param locate - Finds the place in the user's code in a stack trace. */
  constructor(locate: (stack: string) => SourceLocation | undefined = () => undefined) {
    this.#locate = locate;
  }

  add(line: string): void {
    this.#lines.push({ index: this.#index, line });
    this.#index += 1;
    if (this.#lines.length > MAX_LINES) this.#lines.shift();
    const { message, level, correlation_id: correlationId, handler, error } = parseRecord(line) ?? {};
    const status = STATUS_OF_MESSAGE[String(message)];
    if (!status) return;
    const text = messageOf(error);
    const { stack } = recordOf(error);
    const location = typeof stack === 'string' ? this.#locate(stack) : undefined;
    const details = { ...(text !== undefined && { error: text }), ...(location && { location }) };
    const outcome = { status, isFailure: level === 'ERROR', ...details };
    this.#setOutcome(keyOf(correlationId, handler), outcome);
  }

  #setOutcome(key: string, outcome: LoggedOutcome): void {
    this.#outcomes.delete(key);
    this.#outcomes.set(key, { index: this.#index, outcome });
    const [oldest] = this.#outcomes.keys();
    if (oldest !== undefined && this.#outcomes.size > MAX_OUTCOMES) this.#outcomes.delete(oldest);
  }

  /** Records that a handler blocks the event loop. It can log nothing itself. */
  addBlocked(handler: HandlerAttempt, location: SourceLocation | undefined): void {
    this.#index += 1;
    const error = 'blocked the event loop, so that not even its time limit could end it';
    const outcome = { status: 'timed_out', isFailure: true, error, ...(location && { location }) } as const;
    this.#blocked.push({ index: this.#index, handler, outcome });
    if (this.#blocked.length > MAX_LINES) this.#blocked.shift();
  }

  /** Number of lines so far. */
  get position(): number {
    return this.#index;
  }

  /** Returns what went wrong since a position: warnings, errors and lines of other programs, in words. */
  problemsSince(position: number): readonly string[] {
    return this.#lines.filter(({ index }) => index >= position).flatMap(({ line }) => describeProblem(line));
  }

  /** Returns the last outcome of a handler for a delivery. */
  outcomeOf(
    handlerName: string,
    { correlationIds, deliveryKeys, resourceId }: HandledDelivery,
  ): LoggedOutcome | undefined {
    const keys = correlationIds.flatMap((id) => [keyOf(id, undefined), keyOf(id, handlerName)]);
    const logged = keys.map((key) => this.#outcomes.get(key)).findLast((found) => found !== undefined);
    const blocked = this.#blocked.findLast(({ handler }) => {
      const isOfDelivery =
        deliveryKeys.includes(handler.deliveryKey ?? '') ||
        (resourceId !== undefined && handler.resourceId === resourceId);
      return handler.handlerName === handlerName && isOfDelivery;
    });
    return blocked && blocked.index > (logged?.index ?? 0) ? blocked.outcome : logged?.outcome;
  }
}

function keyOf(correlationId: unknown, handlerName: unknown): string {
  return JSON.stringify([correlationId, handlerName]);
}

/** Returns the message of an error as the logger writes it: an object, or a text. */
function messageOf(error: unknown): string | undefined {
  if (typeof error === 'string') return error;
  const { name, message } = recordOf(error);
  if (typeof message !== 'string') return undefined;
  return typeof name === 'string' && name !== 'Error' ? `${name}: ${message}` : message;
}

function describeProblem(line: string): readonly string[] {
  const record = parseRecord(line);
  if (!record) return [line];
  const { level, message, error, reason } = record;
  if (level !== 'WARN' && level !== 'ERROR') return [];
  const details = messageOf(error) ?? (typeof reason === 'string' ? reason : undefined);
  return [`${message}${details === undefined ? '' : `: ${details}`}`];
}
