import type { BuildOptions, Metafile } from 'esbuild';
import { BUILD_OPTIONS } from './build-options.ts';
import { loadEsbuild } from './load-esbuild.ts';

/** What to bundle, and where to. */
export interface BundleOptions {
  /** Absolute path of the user's project. */
  readonly projectRoot: string;
  /** Absolute path of the entry point. */
  readonly entry: string;
  /** Absolute path of the bundle. */
  readonly outfile: string;
  /**
   * Whether to leave out the framework's code for custom actions, jobs and the store, which is behind
   * `process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true'`.
   * @default false
   */
  readonly onlyWebhooks?: boolean;
  /**
   * Options of esbuild that differ from those of a deployment.
   * @default none
   */
  readonly changes?: Pick<BuildOptions, 'target' | 'minify' | 'sourcemap'>;
}

/**
 * Bundles an entry point as a deployment does.
 *
 * @returns esbuild's description of the bundle. Its paths are relative to the root of the project.
 * @throws Error with esbuild's messages if it cannot bundle the file.
 */
export function bundle({ projectRoot, entry, outfile, onlyWebhooks = false, changes }: BundleOptions): Metafile {
  const esbuild = loadEsbuild(projectRoot);
  try {
    const { metafile, warnings } = esbuild.buildSync({
      ...BUILD_OPTIONS,
      ...changes,
      ...(onlyWebhooks && { define: { 'process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS': '"true"' } }),
      entryPoints: [entry],
      outfile,
      absWorkingDir: projectRoot,
      logLevel: 'silent', // the error and the warning below contain the messages
      metafile: true,
    });
    for (const text of esbuild.formatMessagesSync(warnings, { kind: 'warning' })) console.warn(text);
    return metafile;
  } catch (error) {
    // Without the error as the cause: the message contains all of it.
    throw new Error(`esbuild cannot bundle ${entry}. ${error instanceof Error ? error.message : String(error)}`);
  }
}
