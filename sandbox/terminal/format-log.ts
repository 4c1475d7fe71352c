import { isRecord, parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import { escapeControls, toLine } from './escape-controls.ts';
import { formatLine, paint } from './lines.ts';

/** Maximum length of a log entry. */
const MAX_ENTRY_LENGTH = 600;

/** Fields of a log entry that say nothing about it. */
const HIDDEN = ['level', 'message', 'timestamp', 'service', 'sampling_rate', '_aws'];

/** Fields that say which handler wrote an entry. */
const SOURCE = ['event_type', 'resource_id', 'handler', 'attempt', 'correlation_id'];

type LoggedLine = Extract<SandboxEvent, { kind: 'function_logged' }>;

/**
 * Formats a line that a function printed. Returns `undefined` for a line that is only for a machine, such as metrics.
 *
 * @param showsAll - Whether to show the entries of the framework's log too.
 */
export function formatLog({ functionName, line, handler }: LoggedLine, showsAll: boolean): string | undefined {
  const record = parseRecord(line);
  if (record && '_aws' in record && record.message === undefined) return undefined;
  const isEntry = record && typeof record.level === 'string' && typeof record.message === 'string';
  if (!handler) {
    if (isEntry)
      return showsAll ? formatLine('log', `${paint('dim', functionName)}  ${formatEntry(record, HIDDEN)}`) : undefined;
    return formatLine('log', `${paint('dim', functionName)}  ${escapeControls(line)}`);
  }
  const { handlerName, eventType, resourceId } = handler;
  const subject = [eventType, resourceId && `${resourceId.slice(0, 8)}…`].filter((part) => part !== undefined);
  const source = escapeControls([handlerName, subject.join(' ')].filter((part) => part !== '').join(', '));
  return formatLine(
    'log',
    `${paint('dim', source)}  ${isEntry ? formatEntry(record, [...HIDDEN, ...SOURCE]) : escapeControls(line)}`,
  );
}

/** Formats a log entry: `INFO comment posted  comment_id=1234`. */
function formatEntry(record: Readonly<Record<string, unknown>>, hidden: readonly string[]): string {
  const metrics = metricsOf(record);
  const fields = Object.entries(record).filter(([name]) => !hidden.includes(name) && !metrics.has(name));
  const details = fields.map(([name, value]) => `${name}=${formatValue(value)}`).join(' ');
  const text = toLine(`${record.message}${details && `  ${details}`}`, MAX_ENTRY_LENGTH);
  const level = String(record.level);
  return `${level === 'ERROR' || level === 'WARN' ? paint('red', level) : level} ${text}`;
}

/** Names of the metrics that share the line with the entry (CloudWatch user guide, EMF specification). */
function metricsOf({ _aws }: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const lists = [recordOf(_aws).CloudWatchMetrics].flat().map((directive) => recordOf(directive).Metrics);
  return new Set(lists.flat().map((metric) => String(recordOf(metric).Name)));
}

function formatValue(value: unknown): string {
  if (isRecord(value) && typeof value.message === 'string') {
    const place = typeof value.location === 'string' ? ` (${value.location})` : '';
    return JSON.stringify(`${value.name ?? 'Error'}: ${value.message}${place}`);
  }
  if (typeof value === 'string' && /^[^\s"]+$/.test(value)) return value;
  return JSON.stringify(value) ?? String(value);
}
