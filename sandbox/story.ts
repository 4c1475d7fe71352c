import { styleText } from 'node:util';
import type { BatchResult } from './aws/event-source-mapping.ts';
import { STORAGE_PATH } from './frameio/storage-server.ts';
import type { FileEvent } from './frameio/world.ts';
import type { SandboxEvent } from './sandbox.ts';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan';

const paint = (style: Style, text: string) =>
  process.stdout.isTTY && !process.env.NO_COLOR ? styleText(style, text) : text;

/** Lays a line out: what it is about, then what happened. */
export function line(topic: string, text: string): string {
  return `  ${paint('dim', topic.padEnd(10))}  ${text}`;
}

/** A headline. */
export function title(text: string): string {
  return `\n${paint('bold', text)}`;
}

/** Tells one event of the sandbox in a line; `undefined` when it is no part of the story. */
export function tell(event: SandboxEvent): string | undefined {
  switch (event.kind) {
    case 'file_event':
      return describeFileEvent(event.event);
    case 'delivery_sent':
      return line(
        'delivery',
        `${event.type}, ${event.number === 1 ? 'signed' : `attempt ${event.number}, signed anew`} ${event.signature.slice(0, 15)}…${event.isCold ? ', to a function that has to start first' : ''}`,
      );
    case 'api_called':
      return line(topicOf(event.call.path), `${event.call.method} ${shorten(event.call.path)}  ${event.call.status}`);
    case 'delivery_answered':
      return line('answer', describeAttempt(event.attempt));
    case 'comment_found':
      return line('comment', paint('green', `“${event.text}”`));
    case 'batch_ended':
      return line('worker', describeBatch(event.result));
    case 'function_logged':
      return undefined;
  }
}

const WHAT_BECAME_OF_IT = {
  'file.created': 'is on its way',
  'file.upload.completed': 'is uploaded',
  'file.ready': 'is ready',
} as const satisfies Record<FileEvent['type'], string>;

function describeFileEvent({ type, file }: FileEvent): string {
  return `${title(`${file.name} ${WHAT_BECAME_OF_IT[type]}`)}\n${line('file', `${file.media_type}, ${file.file_size} bytes, ${file.id}`)}`;
}

function topicOf(path: string): string {
  return path.startsWith(STORAGE_PATH) ? 'storage' : 'API call';
}

function describeAttempt(attempt: Extract<SandboxEvent, { kind: 'delivery_answered' }>['attempt']): string {
  if (attempt.status === undefined) return paint('red', `none: ${attempt.problem}`);
  const text = `${attempt.status} after ${attempt.durationMs} ms  ${attempt.body}`;
  return attempt.status < 300 ? text : paint('red', text);
}

function describeBatch({ ids, doneIds, problem }: BatchResult): string {
  const messages = `${ids.length} ${ids.length === 1 ? 'message' : 'messages'} from the queue`;
  if (problem !== undefined) return paint('red', `${messages}: ${problem}`);
  const left = ids.length - doneIds.length;
  return left === 0 ? `${messages}, done` : `${messages}, ${doneIds.length} done, ${left} for later`;
}

/** Ids in full fill the line and tell nothing. */
function shorten(path: string): string {
  return path.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1…');
}
