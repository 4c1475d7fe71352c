import type { SourceLocation } from '../code/source-location.ts';
import { escapeControls, escapeControlsInLines } from './escape-controls.ts';
import { paint } from './lines.ts';

/** Formats a place in the user's code: `functions/handlers/slack.ts:25:32`, and the lines around it. */
export function formatLocation({ file, line, column, frame }: SourceLocation): readonly string[] {
  const rows = escapeControlsInLines(frame).split('\n');
  const isMarked = (row: string) => row.startsWith('>') || /^[ |]*\^$/.test(row);
  return [
    paint('cyan', `${escapeControls(file)}:${line}:${column}`),
    ...rows.map((row) => (isMarked(row) ? row : paint('dim', row))),
  ];
}
