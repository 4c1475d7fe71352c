import { isRecord } from '../../lib/core/type-guards.ts';
import { escapeControls, toLine } from '../../sandbox/terminal/escape-controls.ts';
import { paint } from '../../sandbox/terminal/lines.ts';
import type { LogLine } from './log-line.ts';

const LEVEL_WIDTH = 5;
const FUNCTION_WIDTH = 8;
const MAX_VALUE_LENGTH = 500;

/** Formats a line: time, function, level, message and details. */
export function formatLogLine({ time = '', function: name, level = '', message, details }: LogLine): string {
  const isFailure = level === 'ERROR' || level === 'WARN';
  const shownLevel = isFailure ? paint('red', level.padEnd(LEVEL_WIDTH)) : level.padEnd(LEVEL_WIDTH);
  const fields = Object.entries(details).map(([field, value]) => `${field}=${formatValue(value)}`);
  const start = `${time}  ${paint('dim', escapeControls(name.padEnd(FUNCTION_WIDTH)))}  ${shownLevel}`;
  return `${start}  ${escapeControls(message)}${fields.length > 0 ? `  ${paint('dim', fields.join(' '))}` : ''}`;
}

function formatValue(value: unknown): string {
  const isError = isRecord(value) && typeof value.message === 'string';
  const shown = isError ? `${value.name ?? 'Error'}: ${value.message}` : value;
  if (typeof shown === 'string' && /^[^\s"]+$/.test(shown)) return toLine(shown, MAX_VALUE_LENGTH);
  return toLine(JSON.stringify(shown) ?? String(shown), MAX_VALUE_LENGTH);
}
