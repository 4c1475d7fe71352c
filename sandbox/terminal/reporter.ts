import type { BatchResult } from '../aws/lambda/event-source-mapping.ts';
import type { HandlerAttempt } from '../aws/lambda/function-output.ts';
import type { SourceLocation } from '../code/source-location.ts';
import type { FrameioEvent } from '../frameio/state/frameio-event.ts';
import { STORAGE_PATH } from '../frameio/storage/storage-path.ts';
import type { DeliveryAttempt, WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import type { FileEvent, SandboxEvent } from '../sandbox-event.ts';
import { escapeControls, escapeControlsInLines } from './escape-controls.ts';
import { formatRepliedAction, formatSentAction } from './format-action.ts';
import { formatAppChange } from './format-app-change.ts';
import { formatCodeChange } from './format-code-change.ts';
import { formatHandler } from './format-handler.ts';
import { formatLocation } from './format-location.ts';
import { formatLog } from './format-log.ts';
import { formatReport } from './format-report.ts';
import { formatBlock, formatLine, formatTitle, paint } from './lines.ts';
import type { TerminalContext } from './terminal-context.ts';

/** Formats an event of the sandbox for the terminal; returns `undefined` for an event that the terminal does not show. */
export function formatEvent(event: SandboxEvent, context: TerminalContext): string | undefined {
  switch (event.kind) {
    case 'file_event':
      return formatFileEvent(event);
    case 'frameio_event':
      return formatFrameioEvent(event.event);
    case 'sample_event':
      return formatSampleEvent(event.body);
    case 'delivery_sent':
      return formatLine('delivery', formatDelivery(event));
    case 'api_called':
      return formatLine(
        event.call.path.startsWith(STORAGE_PATH) ? 'storage' : 'API call',
        `${event.call.method} ${escapeControls(shortenIds(event.call.path))}  ${event.call.status}`,
      );
    case 'delivery_attempted':
      return formatLine('response', formatAttempt(event.attempt));
    case 'action_sent':
      return formatSentAction(event.sent);
    case 'action_replied':
      return formatRepliedAction(event.replied);
    case 'comment_posted':
      return formatLine('comment', paint('green', `“${escapeControls(event.text)}”`));
    case 'batch_processed':
      return formatLine('worker', formatBatch(event.result));
    case 'delivery_reported':
      return formatReport(event.report, context);
    case 'handler_reported':
      return formatHandler(event.handler, context, event.report.body.type);
    case 'message_reported':
      return event.handlers.map((handler) => formatHandler(handler, context, event.subject)).join('\n');
    case 'function_failed':
      return formatFailure(event.functionName, paint('red', `failed: ${escapeControls(event.error)}`), event.location);
    case 'handler_blocked':
      return formatFailure('blocked', formatBlocked(event.handler), event.location);
    case 'code_reloaded':
    case 'build_failed':
      return formatCodeChange(event);
    case 'app_changed':
      return formatAppChange(event.change);
    case 'app_refused':
      return formatLine('webhook', paint('red', escapeControlsInLines(event.message)));
    case 'function_logged':
      return formatLog(event, context.showsLogs);
    case 'delivery_started':
    case 'delivery_delayed':
    case 'clock_changed':
    case 'faults_changed':
      return undefined;
  }
}

function formatFailure(topic: string, text: string, location: SourceLocation | undefined): string {
  return formatBlock(topic, text, location ? formatLocation(location) : []);
}

function formatBlocked({ handlerName }: HandlerAttempt): string {
  const effect = 'blocks the event loop: nothing else runs in this function, not even its time limit';
  return `${escapeControls(handlerName)}  ${paint('red', effect)}`;
}

const FILE_EVENT_TEXT: Partial<Record<FileEvent['type'], string>> = {
  'file.created': 'is being uploaded',
  'file.upload.completed': 'is uploaded',
  'file.ready': 'is ready',
  'file.versioned': 'is a new version',
};

function formatFileEvent({
  event: { type, file },
  isDelivered,
}: Extract<SandboxEvent, { kind: 'file_event' }>): string {
  const title = formatTitle(`${escapeControls(file.name)} ${FILE_EVENT_TEXT[type] ?? `has the event ${type}`}`);
  const details = formatLine('file', `${file.media_type}, ${file.file_size} bytes, ${file.id}`);
  const isMissed = type === 'file.ready' && !isDelivered;
  return [title, details, ...(isMissed ? [formatLine('delivery', `none: no handler listens to ${type}`)] : [])].join(
    '\n',
  );
}

function formatFrameioEvent({ type, resource }: FrameioEvent): string {
  return `${formatTitle(type)}\n${formatLine(resource.type, resource.id)}`;
}

function formatSampleEvent({ type, resource }: WebhookBody): string {
  return `${formatTitle(`A sample event: ${type}`)}\n${formatLine(resource.type, resource.id)}`;
}

function formatDelivery(sent: Extract<SandboxEvent, { kind: 'delivery_sent' }>): string {
  const { type, number, signature, isCold, foreignUrl } = sent;
  const to = foreignUrl === undefined ? '' : ` to ${escapeControls(foreignUrl)}`;
  const attempt = number > 1 ? `, attempt ${number}` : '';
  return `${type}${to}${attempt}, signed ${signature.slice(0, 15)}…${isCold ? ', cold start' : ''}`;
}

function formatAttempt(attempt: DeliveryAttempt): string {
  if (attempt.status === undefined) return paint('red', `none: ${escapeControls(attempt.error)}`);
  const text = `${attempt.status} after ${attempt.durationMs} ms  ${escapeControls(attempt.body)}`;
  return attempt.status < 300 ? text : paint('red', text);
}

function formatBatch({ messages: received, completedIds, error }: BatchResult): string {
  const messages = `${received.length} ${received.length === 1 ? 'message' : 'messages'} from the queue`;
  if (error !== undefined) return paint('red', `${messages}: failed: ${escapeControls(error)}`);
  const remaining = received.length - completedIds.length;
  return remaining === 0 ? messages : `${messages}, ${remaining} to retry`;
}

/** Shortens the ids in a path, so that it fits on a line. */
function shortenIds(path: string): string {
  return path.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1…');
}
