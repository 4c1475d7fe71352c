import type { HandlerReport } from '../../sandbox/deliveries/delivery-report.ts';
import { FORGERIES } from '../../sandbox/frameio/webhooks/forgeries.ts';
import type { Delivery, DeliveryStatus, DeliverySummary, HandlerRecord } from '../../sandbox/sandbox-api.ts';
import {
  escapeControls,
  escapeControlsInLines,
  toLine,
  toPrintableJson,
} from '../../sandbox/terminal/escape-controls.ts';
import { formatHandler, formatHandlerLine } from '../../sandbox/terminal/format-handler.ts';
import { formatLine, formatTitle, paint } from '../../sandbox/terminal/lines.ts';
import type { TerminalContext } from '../../sandbox/terminal/terminal-context.ts';

const MAX_TEXT_LENGTH = 500;

const TEXT_OF_STATUS = {
  in_progress: 'in progress',
  waiting: 'waits in the queue',
  completed: 'completed',
  failed: 'failed',
  refused: 'refused',
  interrupted: 'interrupted',
} as const satisfies Record<DeliveryStatus, string>;

/** Formats a delivery on one line: `3f2a91c0  14:02:29  file.ready  Take 1.mov  completed  200 in 12 ms`. */
export function formatDeliveryLine(delivery: DeliverySummary): string {
  const { id, startedAt, type, resource, status } = delivery;
  const subject = resource ? (resource.name ?? `${resource.type} ${resource.id.slice(0, 8)}…`) : '';
  const columns = [id, formatTime(startedAt), type.padEnd(20), toLine(subject, 40).padEnd(24)];
  return escapeControls([...columns, TEXT_OF_STATUS[status].padEnd(11), formatAnswer(delivery)].join('  ')).trimEnd();
}

/** Formats a delivery with a line for each handler, or the reply to an action. */
export function formatDeliveryBriefly(delivery: DeliverySummary, context: TerminalContext): string {
  const handlers = delivery.handlers.map((handler) => formatHandlerLine(toReport(handler), context));
  return [formatDeliveryLine(delivery), ...[...handlers, ...replyOf(delivery)].map((line) => `  ${line}`)].join('\n');
}

/** Formats everything that is known about a delivery. */
export function formatDeliveryInFull(delivery: Delivery, context: TerminalContext): string {
  const { id, type, resource, url, status, attempts, nextAttemptAt, handlers, forgery, replayOf, body, log } = delivery;
  const rows = [
    ['status', paint(isFine(status) ? 'green' : 'red', TEXT_OF_STATUS[status])],
    [
      'about',
      resource ? toLine(`${resource.type} ${resource.id}  ${resource.name ?? ''}`, MAX_TEXT_LENGTH) : undefined,
    ],
    ['sent to', escapeControls(url)],
    ['forged', forgery ? `${forgery}: ${FORGERIES[forgery].summary}` : undefined],
    ['replay of', replayOf ?? undefined],
  ] as const;
  return [
    formatTitle(`${id}  ${escapeControls(type)}`),
    ...rows.flatMap(([topic, text]) => (text === undefined ? [] : [formatLine(topic, text)])),
    ...attempts.map((attempt) =>
      formatLine(
        `attempt ${attempt.number}`,
        toLine(`${formatTime(attempt.sentAt)}  ${formatAttempt(attempt)}`, MAX_TEXT_LENGTH),
      ),
    ),
    ...(nextAttemptAt === null ? [] : [formatLine('next attempt', formatTime(nextAttemptAt))]),
    ...handlers.map((handler) => formatHandler(toReport(handler), context)),
    ...replyOf(delivery).map((reply) => formatLine('reply', reply)),
    ...(log.length === 0 ? [] : [formatTitle('Log'), ...log.map(escapeControlsInLines)]),
    formatTitle('Body'),
    formatBody(body),
  ].join('\n');
}

/** Formats the last response of a delivery. */
function formatAnswer({ attempts }: DeliverySummary): string {
  const last = attempts.at(-1);
  if (!last) return '';
  const number = last.number > 1 ? `, attempt ${last.number}` : '';
  if (last.status !== null) return `${last.status} in ${last.durationMs} ms${last.isCold ? ', cold' : ''}${number}`;
  return last.error === null ? '' : `${last.error}${number}`;
}

function formatAttempt(attempt: DeliverySummary['attempts'][number]): string {
  const { status, durationMs, isCold, response, error } = attempt;
  if (status === null) return error ?? 'waits for the response';
  return `${status} in ${durationMs} ms${isCold ? ', cold start' : ''}  ${response}`;
}

function replyOf({ reply }: DeliverySummary): readonly string[] {
  if (!reply) return [];
  if (reply.kind === 'none') return ['no window'];
  if (reply.kind === 'error') return [paint('red', toLine(reply.reason, MAX_TEXT_LENGTH))];
  return [toLine(`${reply.kind} “${reply.title}”: ${reply.description}`, MAX_TEXT_LENGTH)];
}

/** Returns the report that the terminal of the sandbox formats. */
function toReport({ name, status, isFailure, nextRunAt, ...others }: HandlerRecord): HandlerReport {
  const { error, location, failures, maxAttempts, deadLetterId } = others;
  return {
    handlerName: name,
    status,
    isFailure,
    ...(error !== null && { error }),
    ...(location !== null && { location }),
    ...(failures !== null && { failures }),
    ...(maxAttempts !== null && { maxAttempts }),
    ...(deadLetterId !== null && { deadLetterId }),
    ...(nextRunAt !== null && { nextRunAt: Date.parse(nextRunAt) }),
  };
}

function isFine(status: DeliveryStatus): boolean {
  return status === 'completed' || status === 'waiting' || status === 'in_progress';
}

/** Formats a time as `14:02:29`, by the machine's time zone. */
function formatTime(iso: string): string {
  return new Date(iso).toTimeString().slice(0, 8);
}

function formatBody(text: string): string {
  try {
    return toPrintableJson(JSON.parse(text));
  } catch {
    return escapeControlsInLines(text);
  }
}
