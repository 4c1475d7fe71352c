import type { CodeChange } from '../reload/code-change.ts';
import { escapeControls, escapeControlsInLines } from './escape-controls.ts';
import { formatLine, formatTitle, paint } from './lines.ts';

const EFFECT = {
  kept: 'failed; the functions keep the code that they have',
  restored: 'failed: the types are wrong; the functions run the earlier code again',
  none: 'the types are wrong; a change of the functions goes live when you have corrected them',
} as const;

/** Formats what happened after a change of the user's files. */
export function formatCodeChange(change: CodeChange): string {
  const files = escapeControls(change.files.join(', '));
  if (change.kind === 'code_reloaded') {
    const duration = `${Math.round(change.durationMs)} ms`;
    return `${formatTitle(`${files} changed`)}\n${formatLine('reload', paint('green', `live after ${duration}`))}`;
  }
  const messages = change.messages.map((message) => escapeControlsInLines(message.trimEnd()));
  const title = formatTitle(files === '' ? 'The types of the functions are checked' : `${files} changed`);
  return `${title}\n${formatLine('reload', paint('red', EFFECT[change.effect]))}\n${messages.join('\n\n')}`;
}
