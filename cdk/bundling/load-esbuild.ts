import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isRecord } from '../../lib/core/type-guards.ts';

/**
 * Loads esbuild from the user's project, otherwise from this package's. It is an optional peer dependency, because only a
 * machine that bundles needs it.
 *
 * @throws Error if it is not installed.
 */
export function loadEsbuild(projectRoot: string): typeof import('esbuild') {
  for (const from of [join(projectRoot, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from)('esbuild');
    } catch (error) {
      if (!isRecord(error) || error.code !== 'MODULE_NOT_FOUND') throw error;
    }
  }
  throw new Error(
    `esbuild, which bundles the functions, is not installed in ${projectRoot}: run npm install --save-dev esbuild.`,
  );
}
