import type { WriteStream } from 'node:tty';

/** Lines of a help text at least this long continue on the next line. */
const FULL_LINE = 100;

/** Number of columns of a terminal. Unlimited for a stream that is no terminal, and for a terminal that reports 0 columns. */
export function terminalWidth({ columns = 0 }: Partial<Pick<WriteStream, 'columns'>> = process.stdout): number {
  return columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** Breaks a text between words into lines of at most `width` characters. Indents all but the first by `indent`. */
export function wrapText(text: string, width: number, indent: number): string {
  const [, margin = '', content = ''] = /^( *)(.*)$/s.exec(text) ?? [];
  const [first = '', ...words] = content.split(' ');
  const lines = [margin + first];
  for (const word of words) {
    const longer = `${lines.at(-1)} ${word}`;
    if (longer.trimEnd().length <= width) lines[lines.length - 1] = longer;
    else lines.push(' '.repeat(indent) + word);
  }
  return lines.join('\n');
}

/** Fits a help text into a narrower terminal. Its paragraphs and the descriptions of its options keep their places. */
export function wrapHelp(help: string, width: number): string {
  if (help.split('\n').every((line) => line.length <= width)) return help;
  const entries: string[] = [];
  let previous = '';
  for (const line of help.split('\n')) {
    const isDescription = /^ {8,}\S/.test(line);
    const isParagraph = /^\S/.test(line) && /^\S/.test(previous) && previous.length >= FULL_LINE;
    if (isDescription || isParagraph) entries.push(`${entries.pop()} ${line.trimStart()}`);
    else entries.push(line);
    previous = line;
  }
  return entries.map((entry) => wrapText(entry, width, descriptionColumn(entry))).join('\n');
}

/** Column where the description of an option begins. */
function descriptionColumn(entry: string): number {
  return /^ +\S+(?: \S+)* {2,}(?=\S)/.exec(entry)?.[0].length ?? (entry.startsWith(' ') ? 4 : 0);
}
