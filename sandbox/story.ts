import { styleText } from 'node:util';
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
    case 'file_ready':
      return `${title(`${event.file.name} is ready`)}\n${line('file', `${event.file.media_type}, ${event.file.file_size} bytes, ${event.file.id}`)}`;
    case 'delivery_sent':
      return line(
        'delivery',
        `file.ready, ${event.number === 1 ? 'signed' : `attempt ${event.number}, signed anew`} ${event.signature.slice(0, 15)}…${event.isCold ? ', to a function that has to start first' : ''}`,
      );
    case 'api_called':
      return line('API call', `${event.call.method} ${shorten(event.call.path)}  ${event.call.status}`);
    case 'delivery_answered':
      return line('answer', describeAttempt(event.attempt));
    case 'comment_found':
      return line('comment', paint('green', `“${event.text}”`));
    case 'function_logged':
      return undefined;
  }
}

function describeAttempt(attempt: Extract<SandboxEvent, { kind: 'delivery_answered' }>['attempt']): string {
  if (attempt.status === undefined) return paint('red', `none: ${attempt.problem}`);
  const text = `${attempt.status} after ${attempt.durationMs} ms  ${attempt.body}`;
  return attempt.status < 300 ? text : paint('red', text);
}

/** Ids in full fill the line and tell nothing. */
function shorten(path: string): string {
  return path.replace(/([0-9a-f]{8})-[0-9a-f-]{27}/g, '$1…');
}
