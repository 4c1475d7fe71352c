import { expect, it } from '@jest/globals';
import { terminalWidth, wrapHelp, wrapText } from '../../cli/wrap-text.ts';

it.each([
  { text: 'one two three', width: 7, wrapped: 'one two\n  three' },
  { text: '  one two', width: 6, wrapped: '  one\n  two' },
  { text: 'a-word-without-spaces b', width: 5, wrapped: 'a-word-without-spaces\n  b' },
  { text: 'short', width: Number.POSITIVE_INFINITY, wrapped: 'short' },
])('breaks "$text" between words at $width', ({ text, width, wrapped }) => {
  expect(wrapText(text, width, 2)).toBe(wrapped);
});

const sentence = `${'word '.repeat(21)}end`;
const HELP = `Usage: frameio-lambda x [options]

${sentence}
of a paragraph.
Exit codes: 0.

  --one <n>  first line
             and second line
  --two      short`;

it('fits a help text into a narrow terminal', () => {
  const lines = wrapHelp(HELP, 30).split('\n');
  expect(lines.slice(0, 2)).toEqual(['Usage: frameio-lambda x', '[options]']);
  expect(lines).toContain('word word word end of a');
  expect(lines).toContain('Exit codes: 0.');
  expect(lines.slice(-3)).toEqual(['  --one <n>  first line and', '             second line', '  --two      short']);
});

it('leaves a help text that fits as it is', () => {
  expect(wrapHelp(HELP, 120)).toBe(HELP);
});

it.each([
  { columns: 80, width: 80 },
  { columns: 0, width: Number.POSITIVE_INFINITY },
  { columns: undefined, width: Number.POSITIVE_INFINITY },
])('takes a terminal with $columns columns as $width wide', ({ columns, width }) => {
  expect(terminalWidth(columns === undefined ? {} : { columns })).toBe(width);
});
