import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { paint } from '../../sandbox/terminal/lines.ts';
import { terminalWidth, wrapText } from '../wrap-text.ts';
import type { CheckedFinding, FindingStatus } from './finding.ts';

const LABELS = {
  ok: { text: 'ok', style: 'green' },
  warning: { text: 'warning', style: 'cyan' },
  problem: { text: 'problem', style: 'red' },
  not_checked: { text: 'not checked', style: 'red' },
} as const satisfies Record<FindingStatus, object>;

const STATUS_WIDTH = 11;
const CHECK_WIDTH = 12;
const INDENT = STATUS_WIDTH + CHECK_WIDTH + 4;

/** Formats a finding: a line with its status, then what it means and its fix. */
export function formatFinding({ status, check, title, meaning, fix }: CheckedFinding): string {
  const { text, style } = LABELS[status];
  const wrapped = (sentence: string) => wrapText(escapeControls(sentence), terminalWidth() - INDENT, 0).split('\n');
  const [first, ...rest] = wrapped(title);
  const line = `${paint(style, text.padEnd(STATUS_WIDTH))}  ${check.padEnd(CHECK_WIDTH)}  ${first}`;
  const details = [...rest, ...(meaning === undefined ? [] : wrapped(meaning))];
  // A fix stays on one line, so that a command can be copied.
  if (fix !== undefined) details.push(`Fix: ${escapeControls(fix)}`);
  return [line, ...details.map((detail) => ' '.repeat(INDENT) + detail)].join('\n');
}

/** Formats the result of all checks on one line. */
export function formatSummary(findings: readonly CheckedFinding[]): string {
  const count = (status: FindingStatus) => findings.filter((finding) => finding.status === status).length;
  const parts = [
    [count('problem'), count('problem') === 1 ? 'problem' : 'problems'],
    [count('not_checked'), 'not checked'],
    [count('warning'), count('warning') === 1 ? 'warning' : 'warnings'],
  ] as const;
  const found = parts.flatMap(([number, text]) => (number > 0 ? [`${number} ${text}`] : []));
  return found.length === 0 ? 'Everything is in order.' : found.join(', ');
}
