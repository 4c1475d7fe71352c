import { parseRecord } from '../../lib/core/type-guards.ts';

/** A line that a function logged about a delivery. */
export interface LogLine {
  /** ISO 8601. `undefined` if the line has no time of its own. */
  readonly time: string | undefined;
  /** What the function does, such as `worker` or `job-worker render`. */
  readonly function: string;
  /** Such as `INFO`. `undefined` for a line that is not an entry of a logger. */
  readonly level: string | undefined;
  readonly message: string;
  /** The other fields of the entry. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Fields that each entry has, and that say nothing about it. */
const HIDDEN = ['_aws', 'correlation_id', 'level', 'message', 'sampling_rate', 'service', 'timestamp'];

/**
 * Parses a line of the log of a function.
 *
 * @param time - Time of the line, if its text contains no time.
 */
export function parseLogLine(text: string, functionName: string, time?: string): LogLine {
  const entry = parseRecord(text);
  if (!entry) return { time, function: functionName, level: undefined, message: text.trimEnd(), details: {} };
  const { timestamp, level, message } = entry;
  const details = Object.entries(entry).filter(([name]) => !HIDDEN.includes(name));
  return {
    time: typeof timestamp === 'string' ? timestamp : time,
    function: functionName,
    level: typeof level === 'string' ? level : undefined,
    message: typeof message === 'string' ? message : JSON.stringify(message ?? ''),
    details: Object.fromEntries(details),
  };
}

/** Sorts lines by time. Lines of the same time stay in their order. */
export function inTimeOrder(lines: readonly LogLine[]): readonly LogLine[] {
  return lines.toSorted((one, other) => (one.time ?? '').localeCompare(other.time ?? ''));
}
