import { type DeliveryReport, type HandlerStatus, isFailed } from '../deliveries/delivery-report.ts';
import { escapeControls, toLine } from './escape-controls.ts';
import { formatHandler, formatHandlerLine, TEXT_OF_STATUS } from './format-handler.ts';
import { formatLine, formatTitle, paint } from './lines.ts';
import type { TerminalContext } from './terminal-context.ts';

/** Maximum length of a line of the log. */
const MAX_LOG_LENGTH = 500;

/** Formats what happened to a delivery, by handler. */
export function formatReport(report: DeliveryReport, context: TerminalContext): string {
  const handlers = report.handlers.map((handler) => formatHandler(handler, context));
  return [...linesOf(report).map(({ topic, text }) => formatLine(topic, text)), ...handlers].join('\n');
}

/** Formats the result of several deliveries: a line for each handler, and the totals. */
export function formatResult(reports: readonly DeliveryReport[], comments: number, context: TerminalContext): string {
  const width = Math.max(0, ...reports.map(({ body }) => body.type.length));
  const lines = reports.flatMap((report) => {
    const type = report.body.type.padEnd(width);
    return [
      ...linesOf(report).map(({ topic, text }) => formatLine(type, topic === 'handler' ? text : `${topic}  ${text}`)),
      ...report.handlers.map((handler) => formatLine(type, formatHandlerLine(handler, context))),
    ];
  });
  return [formatTitle('Result'), ...lines, `\n  ${summarize(reports, comments)}`].join('\n');
}

interface ReportLine {
  readonly topic: string;
  readonly text: string;
}

/** Says what no handler knows: why the delivery was refused, or that no handler listens. */
function linesOf({ body, attempt, foreignUrl, isAccepted, handlers, log }: DeliveryReport): readonly ReportLine[] {
  const endpoint = foreignUrl === undefined ? 'the endpoint' : escapeControls(foreignUrl);
  const response =
    attempt.status === undefined ? escapeControls(attempt.error) : `${endpoint} responded ${attempt.status}`;
  const logged = log.map((line) => ({ topic: 'log', text: toLine(line, MAX_LOG_LENGTH) }));
  if (!isAccepted) return [{ topic: 'refused', text: paint('red', response) }, ...logged];
  if (foreignUrl !== undefined) return [{ topic: 'webhook', text: `${endpoint} accepted ${body.type}` }];
  return handlers.length === 0 ? [{ topic: 'handler', text: `no handler listens to ${body.type}` }] : [];
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
