import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../cdk/bundling/bundle.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Bundles a file as a deployment without reconciliation bundles a function.
 *
 * @param entry - Path from `bench/`.
 * @param onlyWebhooks - Whether the app has neither custom actions nor jobs nor a store.
 * @returns Path of the bundle.
 */
export function bundleAsDeployed(entry: string, folder: string, { onlyWebhooks = true } = {}): string {
  const outfile = join(folder, basename(entry, '.ts'), 'index.mjs');
  bundle({ projectRoot: pathOf('..'), entry: pathOf(entry), outfile, onlyWebhooks, withoutReconciliation: true });
  return outfile;
}
