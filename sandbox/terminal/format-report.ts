import {
  type DeliveryReport,
  type HandlerReport,
  type HandlerStatus,
  isFailed,
} from '../deliveries/delivery-report.ts';
import { escapeControls, toLine } from './escape-controls.ts';
import { formatLine, formatTitle, paint } from './lines.ts';

/** Maximum length of an error's message. */
const MAX_ERROR_LENGTH = 500;

const TEXT_OF_STATUS = {
  completed: 'completed',
  skipped: 'skipped, because the app itself caused the event',
  failed: 'failed',
  timed_out: 'timed out',
  postponed: 'postponed',
  dead_lettered: 'dead-lettered',
  queued: 'waits in the queue',
  not_started: 'did not start',
} as const satisfies Record<HandlerStatus, string>;

/** Formats what a handler did: `file-ready  failed: Not found. Runs again at 12:00:07`. */
export function formatHandler({ handlerName, status, isFailure, error, nextRunAt }: HandlerReport): string {
  const cause = error === undefined ? '' : `: ${toLine(error, MAX_ERROR_LENGTH)}`;
  const next = nextRunAt === undefined ? '' : ` (runs again at ${formatTime(nextRunAt)})`;
  const text = `${TEXT_OF_STATUS[status]}${cause}${next}`;
  if (isFailure) return `${handlerName}  ${paint('red', text)}`;
  return `${handlerName}  ${status === 'completed' ? paint('green', text) : text}`;
}

/** Formats what happened to a delivery: one line for each handler. */
export function formatReport(report: DeliveryReport): readonly string[] {
  return linesOf(report).map(({ topic, text }) => formatLine(topic, text));
}

/** Formats the result of several deliveries: a line for each handler, and the totals. */
export function formatResult(reports: readonly DeliveryReport[], comments: number): string {
  const width = Math.max(0, ...reports.map(({ body }) => body.type.length));
  const lines = reports.flatMap((report) => {
    const type = report.body.type.padEnd(width);
    return linesOf(report).map(({ topic, text }) => formatLine(type, topic === 'handler' ? text : `${topic}  ${text}`));
  });
  return [formatTitle('Result'), ...lines, `\n  ${summarize(reports, comments)}`].join('\n');
}

interface ReportLine {
  readonly topic: string;
  readonly text: string;
}

function linesOf({ body, attempt, foreignUrl, isAccepted, handlers, log }: DeliveryReport): readonly ReportLine[] {
  const endpoint = foreignUrl === undefined ? 'the endpoint' : escapeControls(foreignUrl);
  const response =
    attempt.status === undefined ? escapeControls(attempt.error) : `${endpoint} responded ${attempt.status}`;
  const logged = log.map((line) => ({ topic: 'log', text: toLine(line, MAX_ERROR_LENGTH) }));
  if (!isAccepted) {
    const refusal = { topic: 'refused', text: paint('red', response) };
    return [refusal, ...logged, ...handlers.map(handlerLine)];
  }
  if (foreignUrl !== undefined) return [{ topic: 'webhook', text: `${endpoint} accepted ${body.type}` }];
  if (handlers.length === 0) return [{ topic: 'handler', text: `no handler listens to ${body.type}` }];
  return handlers.map(handlerLine);
}

function handlerLine(handler: HandlerReport): ReportLine {
  return { topic: 'handler', text: formatHandler(handler) };
}

function summarize(reports: readonly DeliveryReport[], comments: number): string {
  const handlers = reports.flatMap((report) => report.handlers);
  const refused = reports.filter(({ isAccepted }) => !isAccepted).length;
  const counts = new Map<HandlerStatus, number>();
  for (const { status } of handlers) counts.set(status, (counts.get(status) ?? 0) + 1);
  const parts = [
    `${count(reports.length, 'delivery', 'deliveries')}${refused > 0 ? `, ${refused} refused` : ''}`,
    ...[...counts].map(([status, number]) => `${count(number, 'handler')} ${TEXT_OF_STATUS[status].split(',')[0]}`),
    `${count(comments, 'comment')} posted`,
  ];
  return paint(reports.some(isFailed) ? 'red' : 'green', parts.join('; '));
}

function count(number: number, one: string, several = `${one}s`): string {
  return `${number} ${number === 1 ? one : several}`;
}

/** Formats a time of today as `12:00:07`, and any other with its date. */
function formatTime(ms: number): string {
  const time = new Date(ms);
  const pad = (number: number) => String(number).padStart(2, '0');
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(pad).join(':');
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? clock : `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${clock}`;
}
