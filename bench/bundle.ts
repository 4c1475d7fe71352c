import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Bundles a file for Lambda with esbuild's defaults for Node.js and nothing else.
 *
 * @param entry - Path from `bench/`.
 * @returns Path of the bundle.
 */
export async function bundle(entry: string, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(entry, '.ts')}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    conditions: ['@frameio-lambda/source', 'module'],
    logLevel: 'error',
  });
  return outfile;
}
