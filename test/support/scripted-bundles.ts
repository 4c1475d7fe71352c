import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { ALIASES } from '../../cdk/bundling/aliases.ts';

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Bundles the entry points that run handlers around the app that obeys, to be given to a deployment in place of its own.
 *
 * @param forWhom - Name of the test file: several may run at once.
 */
export async function scriptedBundles(forWhom: string) {
  const folder = projectPath(`.sandbox/scripted/${forWhom}`);
  await build({
    entryPoints: { endpoint: projectPath('functions/endpoint.ts'), worker: projectPath('functions/worker.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    alias: ALIASES,
    logLevel: 'error',
    plugins: [otherApp],
  });
  return {
    endpoint: { bundlePath: join(folder, 'endpoint.mjs') },
    worker: { bundlePath: join(folder, 'worker.mjs') },
  };
}

/** Has the entry points meet another app where they look for the user's. */
const otherApp: Plugin = {
  name: 'other-app',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]functions[\\/]app\.ts$/ }, () => ({
      contents: `export { app } from ${JSON.stringify(projectPath('test/support/scripted-app.ts'))};`,
      loader: 'ts',
    }));
  },
};
