import type { SourceMap } from 'node:module';

/**
 * A position in a stack trace, `file:///var/task/index.mjs:1:2345` or a path without a scheme, or any other word. It reads no
 * word twice, because a message in the stack may be long.
 */
const POSITION = /((?:file:\/\/)?[^\s():]+)(?::(\d{1,9}):(\d{1,9}))?/g;

/** Source maps by the path of their bundle. `undefined` marks a bundle without a usable map. */
const maps = new Map<string, SourceMap | undefined>();

/**
 * Replaces the positions in a stack trace with positions in the source. It reads the source map beside each file when an
 * error first needs it, while Node's `--enable-source-maps` reads it at every cold start. A position without a map stays
 * unchanged.
 */
export function mapStack(stack: string): string {
  return stack.replace(POSITION, (position, file: string, line?: string, column?: string) => {
    if (line === undefined || !/^(?:file:\/\/)?\/.*\.[cm]?js$/.test(file)) return position;
    const entry = mapBeside(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return position;
    return `${entry.originalSource.replace(/^(?:\.\.\/)+/, '')}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function mapBeside(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(file));
  return maps.get(file);
}

function readMap(file: string): SourceMap | undefined {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { SourceMap } = process.getBuiltinModule('node:module');
  const { fileURLToPath } = process.getBuiltinModule('node:url');
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
  } catch {
    return undefined; // the error itself must still reach the log
  }
}
