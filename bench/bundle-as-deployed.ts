import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../cdk/bundling/bundle.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles a file as a deployment bundles a function of an app that has only webhooks, as the benchmark's apps have.
 *
 * @param entry - Path from `bench/`.
 * @returns Path of the bundle.
 */
export function bundleAsDeployed(entry: string, folder: string): string {
  const outfile = join(folder, basename(entry, '.ts'), 'index.mjs');
  bundle({ projectRoot: pathOf('..'), entry: pathOf(entry), outfile, onlyWebhooks: true });
  return outfile;
}
