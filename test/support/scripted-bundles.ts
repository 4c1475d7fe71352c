import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { BUILD_OPTIONS } from '../../cdk/bundling/build-options.ts';

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/**
 * Bundles the entry points that run handlers with the scripted app, as functions for a deployment.
 *
 * @param testName - Name of the folder for the bundles, as test files run side by side.
 */
export async function scriptedBundles(testName: string) {
  const folder = projectPath(`.sandbox/scripted/${testName}`);
  await build({
    ...BUILD_OPTIONS,
    entryPoints: { endpoint: projectPath('functions/endpoint.ts'), worker: projectPath('functions/worker.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    minify: false,
    logLevel: 'error',
    plugins: [scriptedApp],
  });
  return {
    endpoint: { bundlePath: join(folder, 'endpoint.mjs') },
    worker: { bundlePath: join(folder, 'worker.mjs') },
  };
}

/** Replaces the user's app by the scripted app. */
const scriptedApp: Plugin = {
  name: 'scripted-app',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]functions[\\/]app\.ts$/ }, () => ({
      contents: `export { app } from ${JSON.stringify(projectPath('test/support/scripted-app.ts'))};`,
      loader: 'ts',
    }));
  },
};
