import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeFrame } from './code-frame.ts';

/** A place in the user's code. */
export interface SourceLocation {
  /** Path of the file, relative to the project. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** The lines around it, with a caret below the column. */
  readonly frame: string;
}

/** A place in a stack trace. */
interface StackPosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** A position in a line of a stack trace: `at post (functions/handlers/slack.ts:25:32)`. */
const POSITION = /^\s*at .*?([^\s()]+):(\d{1,9}):(\d{1,9})\)?$/;

/** The framework's own sources, which a clone of its repository bundles too. */
const FRAMEWORK = fileURLToPath(new URL('../../lib/', import.meta.url));

/**
 * Finds the innermost place in the user's code in a stack trace with positions of sources. Returns `undefined` if there is
 * none.
 */
export function locateInStack(stack: string, projectRoot: string): SourceLocation | undefined {
  const positions = stack.split('\n').flatMap((text): readonly StackPosition[] => {
    const [, path, line, column] = POSITION.exec(text) ?? [];
    return path === undefined ? [] : [{ path, line: Number(line), column: Number(column) }];
  });
  return locate(positions, projectRoot);
}

/** Returns the first of these places that is in the user's code. */
export function locate(positions: readonly StackPosition[], projectRoot: string): SourceLocation | undefined {
  for (const { path, line, column } of positions) {
    const file = findFile(path, projectRoot);
    if (file === undefined || !isUserCode(file, projectRoot)) continue;
    const frame = codeFrame(readFileSync(file, 'utf8'), line, column);
    return { file: relative(projectRoot, file), line, column, frame };
  }
  return undefined;
}

/**
 * Finds the file of a path in a source map. The path is relative to the bundle, without the leading `../`, so it starts at the
 * project or at a folder above it.
 */
function findFile(path: string, projectRoot: string): string | undefined {
  for (let folder = projectRoot; ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

function isUserCode(file: string, projectRoot: string): boolean {
  const isInProject = file.startsWith(projectRoot.endsWith(sep) ? projectRoot : projectRoot + sep);
  return isInProject && !file.includes(`${sep}node_modules${sep}`) && !file.startsWith(FRAMEWORK);
}
