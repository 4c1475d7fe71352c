/** Number of lines before and after the line of a code frame. */
const CONTEXT_LINES = 2;

/** Maximum length of a line of code. */
const MAX_LINE_LENGTH = 160;

/** Returns a few lines of a file with numbers, and a caret below the column. Line and column start at 1. */
export function codeFrame(text: string, line: number, column: number): string {
  const lines = text.split('\n');
  const first = Math.max(1, line - CONTEXT_LINES);
  const last = Math.min(lines.length, line + CONTEXT_LINES);
  const width = String(last).length;
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  const rows = numbers.flatMap((number) => {
    const code = (lines[number - 1] ?? '').replaceAll('\t', ' ').trimEnd().slice(0, MAX_LINE_LENGTH);
    const row = `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${code}`.trimEnd();
    const isMarked = number === line && column <= MAX_LINE_LENGTH;
    return isMarked ? [row, `  ${' '.repeat(width)} | ${' '.repeat(column - 1)}^`] : [row];
  });
  return rows.join('\n');
}
