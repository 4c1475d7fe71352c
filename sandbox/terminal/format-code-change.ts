import type { CodeChange } from '../reload/code-reloader.ts';
import { escapeControls, escapeControlsInLines } from './escape-controls.ts';
import { formatLine, formatTitle, paint } from './lines.ts';

/** Formats what happened after a change of the user's files. */
export function formatCodeChange(change: CodeChange): string {
  const files = escapeControls(change.files.join(', '));
  if (change.kind === 'code_reloaded') {
    const duration = `${Math.round(change.durationMs)} ms`;
    return `${formatTitle(`${files} changed`)}\n${formatLine('reload', paint('green', `live after ${duration}`))}`;
  }
  const messages = change.messages.map((message) => escapeControlsInLines(message.trimEnd()));
  const kept = formatLine('reload', paint('red', 'failed; the functions keep the code that they have'));
  return `${formatTitle(`${files} changed`)}\n${kept}\n${messages.join('\n\n')}`;
}
