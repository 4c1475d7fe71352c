import type { SourceMap } from 'node:module';

/** A place in a stack trace: `file:///var/task/index.mjs:1:2345`, or a path without a scheme. */
const PLACE = /((?:file:\/\/)?\/[^\s():]+\.[cm]?js):(\d+):(\d+)/g;

/** Source maps by the path of their bundle; `undefined` where there is none. */
const maps = new Map<string, SourceMap | undefined>();

/**
 * Rewrites the places in a stack trace to those in the source, by the source map beside each file. A map is read when the
 * first error needs it: Node's `--enable-source-maps` reads it at each cold start. What has no map stays as it is.
 */
export function mapStack(stack: string): string {
  return stack.replace(PLACE, (place, file: string, line: string, column: string) => {
    const entry = mapBeside(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return place;
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
    return undefined; // an error must not be lost because it cannot be shown better
  }
}
