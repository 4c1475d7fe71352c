import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { ALIASES } from '../cdk/bundling/aliases.ts';

const benchPath = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The form of what is deployed. */
const AS_DEPLOYED = {
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  mainFields: ['module', 'main'],
  logLevel: 'error',
} as const satisfies BuildOptions;

/** What esbuild's ES modules lack for dependencies written as CommonJS. */
const REQUIRE_BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/**
 * Bundles a file of `bench/` on its own, as one would for Lambda, without what the deployed endpoint does besides.
 *
 * @returns Path of the bundle.
 */
export async function bundle(entry: string, folder: string, { needsRequire = false } = {}): Promise<string> {
  const outfile = join(folder, `${entry.replace(/^.*\//, '').replace(/\.ts$/, '')}.mjs`);
  await build({
    entryPoints: [benchPath(entry)],
    outfile,
    ...AS_DEPLOYED,
    ...(needsRequire && { banner: { js: REQUIRE_BANNER } }),
  });
  return outfile;
}

/** Bundles the endpoint like the deployed one, but for the client: that of `contestants/four-operations.ts` is in its place. */
export async function bundleWithSmallClient(folder: string): Promise<string> {
  const outfile = join(folder, 'four-operations.mjs');
  await build({
    entryPoints: [benchPath('../functions/endpoint.ts')],
    outfile,
    ...AS_DEPLOYED,
    alias: ALIASES,
    plugins: [smallClient],
  });
  return outfile;
}

const smallClient: Plugin = {
  name: 'small-client',
  setup: ({ onResolve }) => {
    onResolve({ filter: /\/client\/client\.ts$/ }, () => ({ path: benchPath('contestants/four-operations.ts') }));
  },
};
