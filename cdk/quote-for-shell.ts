/** Returns a text as one word of a POSIX shell, in quotes if it needs them. */
export function quoteForShell(text: string): string {
  if (/^[\w./:@%+=,-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
