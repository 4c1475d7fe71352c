import type { BuildOptions } from 'esbuild';
import { ALIASES } from './aliases.ts';

/** Whether this code runs from its TypeScript sources, not from the built package. */
const RUNS_FROM_SOURCES = import.meta.url.endsWith('.ts');

/** esbuild's options for every bundle of a deployment, except the entry point and the output. */
export const BUILD_OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  // The logger reads the source map when it logs an error. `--enable-source-maps` would read it at each cold start (10 ms).
  sourcemap: 'linked',
  sourcesContent: false,
  alias: ALIASES,
  // The sources of the package are bundled only while it runs from them. With any condition set, `module` is no default.
  ...(RUNS_FROM_SOURCES && { conditions: ['@frameio-lambda/source', 'module'] }),
} as const satisfies BuildOptions;
