import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** A place in a file, from line 1 and column 1. */
export interface MappedPosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A place in a bundle. */
export interface BundlePosition {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/** Maps places in bundles to places in their sources. Leaves out places without a source. */
export function mapPositions(positions: readonly BundlePosition[]): readonly MappedPosition[] {
  const maps = new Map<string, SourceMap | undefined>();
  return positions.flatMap(({ url, line, column }) => {
    if (!maps.has(url)) maps.set(url, readMap(url));
    const entry = maps.get(url)?.findEntry(line - 1, column - 1);
    if (!entry || !('originalSource' in entry)) return [];
    const path = entry.originalSource.replace(/^(?:\.\.\/)+/, '');
    return [{ path, line: entry.originalLine + 1, column: entry.originalColumn + 1 }];
  });
}

/** A place in a bundle within a stack trace. */
const POSITION = /(file:\/\/\S+?):(\d{1,9}):(\d{1,9})/g;

/** Returns the places in bundles that a stack trace names. */
export function positionsIn(stack: string): readonly BundlePosition[] {
  return [...stack.matchAll(POSITION)].map(([, url = '', line, column]) => {
    return { url, line: Number(line), column: Number(column) };
  });
}

/** Reads the map at each call, because a reload of the code replaces it. */
function readMap(url: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')));
  } catch {
    return undefined; // code of Node.js
  }
}
