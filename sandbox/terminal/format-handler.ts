import type { HandlerReport, HandlerStatus } from '../deliveries/delivery-report.ts';
import { escapeControls, toLine } from './escape-controls.ts';
import { formatDuration } from './format-duration.ts';
import { formatLocation } from './format-location.ts';
import { formatBlock, paint } from './lines.ts';
import { sandboxOptions, type TerminalContext } from './terminal-context.ts';

/** Maximum length of an error's message. */
const MAX_ERROR_LENGTH = 500;

/** Length of the start of a message's id that names it on a command line. */
const SHORT_ID_LENGTH = 8;

/** What to call the state of a handler. */
export const TEXT_OF_STATUS = {
  completed: 'completed',
  skipped: 'skipped, because the app itself caused the event',
  failed: 'failed',
  timed_out: 'timed out',
  postponed: 'postponed',
  dead_lettered: 'dead-lettered',
  queued: 'waits in the queue',
  not_started: 'did not start',
} as const satisfies Record<HandlerStatus, string>;

/** Formats what a handler did and what happens next on one line: `slack  failed: Not found (attempt 1, next in 17 s)`. */
export function formatHandlerLine(handler: HandlerReport, context: TerminalContext): string {
  const next = formatNext(handler, context);
  return `${formatOutcome(handler)}${next === undefined ? '' : ` (${next})`}`;
}

/**
 * Formats what a handler did, where its error is, and what happens next.
 *
 * @param subject - What the handler ran for, if no headline says so.
 */
export function formatHandler(handler: HandlerReport, context: TerminalContext, subject?: string): string {
  const next = formatNext(handler, context);
  const { location, isFailure } = handler;
  const place = location && isFailure ? formatLocation(location) : []; // a requested wait is no mistake
  const details = [...place, ...(next === undefined ? [] : [next])];
  return formatBlock('handler', formatOutcome(handler, subject), details);
}

function formatOutcome({ handlerName, status, isFailure, error }: HandlerReport, subject?: string): string {
  const cause = error === undefined ? '' : `: ${toLine(error, MAX_ERROR_LENGTH)}`;
  const text = `${TEXT_OF_STATUS[status]}${cause}`;
  const name = subject === undefined ? handlerName : `${handlerName}, for ${escapeControls(subject)}`;
  if (isFailure) return `${name}  ${paint('red', text)}`;
  return `${name}  ${status === 'completed' ? paint('green', text) : text}`;
}

/** Says what happens next: `attempt 2 of 12, next in 17 s`, or the command that shows the dead letter. */
function formatNext(handler: HandlerReport, { now, statePath }: TerminalContext): string | undefined {
  const { nextRunAt, failures, maxAttempts, deadLetterId } = handler;
  if (deadLetterId !== undefined) {
    if (statePath === undefined) return undefined;
    return `npm run dlq -- show ${deadLetterId.slice(0, SHORT_ID_LENGTH)} ${sandboxOptions(statePath)}`;
  }
  if (nextRunAt === undefined) return undefined;
  const limit = maxAttempts === undefined ? '' : ` of ${maxAttempts}`;
  const attempt = failures === undefined ? '' : `attempt ${failures}${limit}, `;
  return `${attempt}next in ${formatDuration(nextRunAt - now())}`;
}
